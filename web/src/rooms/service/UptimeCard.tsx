import { useQueries, useQuery } from '@tanstack/react-query';
import { percent } from '../../format/numbers';
import { span } from '../../format/time';
import { Card } from '../../parts/Card';
import { overall, UptimeBars } from '../../parts/UptimeBars';
import { api } from '../../wire/api';
import type { Uptime } from '../../wire/types';

const WINDOWS = [
  { window: '1h', name: '1 hour' },
  { window: '24h', name: '24 hours' },
  { window: '7d', name: '7 days' },
  { window: '30d', name: '30 days' },
];

const DAYS = 90;

const PARTS: { name: string; fill: string; of: (uptime: Uptime) => number }[] = [
  { name: 'up', fill: 'fill-up', of: (one) => one.up_seconds },
  { name: 'degraded', fill: 'fill-deg', of: (one) => one.degraded_seconds },
  { name: 'down', fill: 'fill-down', of: (one) => one.down_seconds },
  { name: 'maintenance', fill: 'fill-mnt', of: (one) => one.maintenance_seconds },
  { name: 'not watched', fill: 'fill-unk', of: (one) => one.unknown_seconds + one.paused_seconds },
];

/** How long it was up, on each of 90 days and over four windows. Degraded counts as up; maintenance and what was not watched count as nothing. */
export function UptimeCard({ id }: { id: string }) {
  const answers = useQueries({
    queries: WINDOWS.map(({ window }) => ({
      queryKey: ['uptime', id, window],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.uptime(id, window, signal),
      refetchInterval: 30_000,
    })),
  });
  const { data } = useQuery({
    queryKey: ['days', id],
    queryFn: ({ signal }) => api.days(id, DAYS, signal),
    refetchInterval: 60_000,
  });
  return (
    <Card title="Uptime" note="degraded counts as up">
      {data ? (
        <section className="border-line2 border-b px-4 pt-3 pb-2.5" aria-label={`Uptime of ${DAYS} days`}>
          <p className="mb-2 flex items-baseline gap-2 text-[12px] text-mute">
            {`${DAYS} days`}
            <b className="num font-[560] text-[13px] text-text">{percent(overall(data.days))}</b>
          </p>
          <UptimeBars days={data.days} />
        </section>
      ) : null}
      <div className="grid grid-cols-2 md:grid-cols-4">
        {WINDOWS.map(({ window, name }, i) => (
          <Window key={window} name={name} uptime={answers[i]?.data} />
        ))}
      </div>
    </Card>
  );
}

function Window({ name, uptime }: { name: string; uptime: Uptime | undefined }) {
  const parts = uptime ? PARTS.map((part) => ({ ...part, seconds: part.of(uptime) })).filter((part) => part.seconds > 0) : [];
  const total = parts.reduce((sum, part) => sum + part.seconds, 0);
  const words = parts.map((part) => `${part.name} ${span(part.seconds * 1000)}`).join(', ');
  return (
    <div className="border-line2 px-4 py-3 max-md:nth-[n+3]:border-t max-md:even:border-l md:not-first:border-l">
      <div className="text-[12px] text-mute">{name}</div>
      <b className="num block font-[560] text-[18px] tracking-[-0.03em]">{percent(uptime?.uptime_percent)}</b>
      <div className="mt-1.5 flex h-[6px] gap-px overflow-hidden rounded" title={words} role="img" aria-label={words || 'nothing known'}>
        {parts.map((part) => (
          <i key={part.name} className={part.fill} style={{ flexGrow: part.seconds / total, flexBasis: 2 }} />
        ))}
      </div>
      <div className="mt-1 text-[12px] text-faint">{(uptime && beside(uptime)) || ' '}</div>
    </div>
  );
}

/** How long it was down, how much of that something that it depends on was down too, and what was maintenance. */
export function beside(uptime: Uptime): string {
  const parts: [number, string][] = [
    [uptime.down_seconds, 'down'],
    [uptime.down_seconds > 0 ? uptime.caused_seconds : 0, 'by a dependency'],
    [uptime.maintenance_seconds, 'maintenance'],
  ];
  return parts
    .filter(([seconds]) => seconds > 0)
    .map(([seconds, word]) => `${span(seconds * 1000)} ${word}`)
    .join(', ');
}
