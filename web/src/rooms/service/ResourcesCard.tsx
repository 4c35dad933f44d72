import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useSearch } from 'wouter';
import { duration } from '../../format/time';
import { Card } from '../../parts/Card';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { api } from '../../wire/api';
import type { Service } from '../../wire/types';
import { FIGURES, measures, usage } from './usage';

const UsageChart = lazy(() => import('../../parts/UsageChart'));

const RANGES = ['1h', '24h', '7d', '30d'];
const POINTS = 240;

/** What a host, a process or a container uses, over the time that the latency is shown for; nothing for what measures nothing. */
export function ResourcesCard({ service }: { service: Service }) {
  return measures(service.check.type) ? <Used service={service} /> : null;
}

function Used({ service }: { service: Service }) {
  const asked = new URLSearchParams(useSearch()).get('range') ?? '';
  const range = RANGES.includes(asked) ? asked : '1h';
  const { data, isPending, error } = useQuery({
    queryKey: ['resources', service.id, range],
    queryFn: ({ signal }) => api.resources(service.id, range, POINTS, signal),
    refetchInterval: range === '1h' ? 20_000 : 60_000,
  });
  const charts = data
    ? FIGURES.map((one) => ({ ...one, points: usage(data, one.figure, duration(service.interval)) })).filter((one) => one.points.length > 0)
    : [];
  return (
    <Card title="Resources" note="mean, and the band from the lowest to the highest">
      {isPending ? <Skeleton lines={5} /> : null}
      {error ? <EmptyState title="What it uses can't be had">{error.message}</EmptyState> : null}
      {data && charts.length === 0 ? <EmptyState title="Nothing measured in this time">A longer range may have some.</EmptyState> : null}
      <div className="grid gap-x-[18px] gap-y-2 px-4 py-3 md:grid-cols-2">
        {charts.map(({ figure, name, words, most, points }) => (
          <div key={figure}>
            <p className="flex text-[12px] text-mute">
              {name}
              <span className="num ml-auto">{words(points.findLast((point) => point.used)?.used?.avg ?? 0)}</span>
            </p>
            <Suspense fallback={<Skeleton lines={3} />}>
              <UsageChart name={name} points={points} words={words} most={most} />
            </Suspense>
          </div>
        ))}
      </div>
    </Card>
  );
}
