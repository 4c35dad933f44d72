import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { duration } from '../../format/time';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import type { Mark } from '../../parts/marks';
import { shown } from '../../parts/StatusBadge';
import { StatusRibbon } from '../../parts/StatusRibbon';
import { api } from '../../wire/api';
import type { Service } from '../../wire/types';
import { useEdits } from './edits';
import { happened, summary, tell } from './happened';
import { begun, framed, stood, withNewest } from './history';
import { week } from './trend';

const LatencyChart = lazy(() => import('../../parts/LatencyChart'));

const RANGES = [
  { range: '1h', name: '1 h' },
  { range: '24h', name: '24 h' },
  { range: '7d', name: '7 d' },
  { range: '30d', name: '30 d' },
  { range: '1y', name: '1 y' },
] as const;

// Steps of five seconds in an hour: a service that is watched for a minute already has a line.
const POINTS = { '1h': 720, '24h': 288, '7d': 336, '30d': 360, '1y': 366 };

/** Where the wire's word is another one: it knows no years. */
const SPANS = { '1y': '366d' } as Record<string, string>;
const STEPS = 150;

/** The latency over time with failures, edits and versions marked, and the status beneath it; the newest result is added as it comes. */
export function LatencyCard({ service }: { service: Service }) {
  const [path, go] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('range');
  const range = RANGES.find((one) => one.range === asked)?.range ?? '1h';
  const { data, isPending, error } = useQuery({
    queryKey: ['history', service.id, range],
    queryFn: async ({ signal }) => {
      const past = await api.history(service.id, SPANS[range] ?? range, POINTS[range], signal);
      const over = begun(past, withNewest(past, service));
      return { past, over, slots: await api.strip(service.id, over.from, over.to, STEPS, signal) };
    },
    refetchInterval: range === '1h' ? 20_000 : 60_000,
  });
  const edits = useEdits(service).data?.items;
  const versions = useQuery({
    queryKey: ['versions', service.id, range],
    queryFn: ({ signal }) => api.versions(service.id, SPANS[range] ?? range, signal),
    refetchInterval: 60_000,
  }).data?.versions;
  const { points, steps, marks } = useMemo(() => {
    if (!data) return { points: [], steps: [], marks: [] };
    const known = withNewest(data.past, service);
    const time = begun(data.past, known);
    return {
      points: framed(time, known, duration(service.interval)),
      steps: stood(data.slots, data.over, time.from, shown(service)),
      marks: happened(edits ?? [], versions ?? [], Date.parse(time.from)),
    };
  }, [data, service, edits, versions]);
  const [over, setOver] = useState<number | null>(null);
  const [pointed, setPointed] = useState<readonly Mark[]>([]);
  const point = over === null ? undefined : points[over];
  const told = pointed.length > 0 ? pointed.map((mark) => mark.text).join(' · ') : point ? tell(point) : '';
  const measured = points.some((point) => point.checks > 0);
  return (
    <section className="card mb-[18px]" aria-label="Latency">
      <h2 className="card-head flex-wrap">
        Latency <span className="font-[450] text-faint max-sm:hidden">median, and the band from the fastest to p95</span>
        <span className="ml-auto inline-flex overflow-hidden rounded-[7px] border border-line">
          {RANGES.map((one) => (
            <button
              key={one.range}
              type="button"
              aria-pressed={one.range === range}
              className="border-line px-[9px] py-[2px] font-[450] text-[12px] text-mute not-first:border-l hover:text-text aria-pressed:bg-line2 aria-pressed:font-[550] aria-pressed:text-text"
              onClick={() => go(one.range === '1h' ? path : `${path}?range=${one.range}`, { replace: true })}
            >
              {one.name}
            </button>
          ))}
        </span>
      </h2>
      <Readout text={told} />
      <div className="h-[236px] px-2">
        {isPending ? <Skeleton lines={5} /> : null}
        {error ? <EmptyState title="The history can't be had">{error.message}</EmptyState> : null}
        {data && !measured ? <EmptyState title="No result in this time">A longer range may have some.</EmptyState> : null}
        {data && measured ? (
          <Suspense fallback={<Skeleton lines={5} />}>
            <LatencyChart
              points={points}
              limitMs={duration(service.degraded_above)}
              marks={marks}
              summary={summary(points, marks)}
              at={over}
              tell={tell}
              onOver={setOver}
              onMarks={setPointed}
            />
          </Suspense>
        ) : null}
      </div>
      <Week id={service.id} />
      {data && measured ? (
        <div className="pt-1 pr-[18px] pb-[14px] pl-[60px]">
          <StatusRibbon steps={steps} />
        </div>
      ) : null}
    </section>
  );
}

/** How the latest week stands to the one before. */
function Week({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ['trend', id],
    queryFn: ({ signal }) => api.trend(id, '7d', signal),
    refetchInterval: 300_000,
  });
  const said = week(data);
  return said ? <p className="px-[18px] pb-1 text-[12px] text-mute">{said}</p> : null;
}

/** What is under the pointer, in words. */
function Readout({ text }: { text: string }) {
  return (
    <p className="min-h-[26px] px-4 pt-1.5 text-[12px] text-faint tabular-nums max-sm:line-clamp-2 max-sm:min-h-[44px] sm:truncate">
      {text}
    </p>
  );
}
