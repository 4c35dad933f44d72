import { useMemo } from 'react';
import { Link } from 'wouter';
import { count, percent } from '../../format/numbers';
import { StatusBadge } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';
import { tally } from './verdict';

function success(services: readonly Service[]): number | null {
  let [sum, known] = [0, 0];
  for (const { paused, health } of services) {
    if (paused || health.success_rate == null) continue;
    sum += health.success_rate;
    known++;
  }
  return known === 0 ? null : sum / known;
}

const CELL = 'block border-line2 px-4 py-3 sm:max-lg:px-3 max-sm:nth-[n+3]:border-t max-sm:even:border-l sm:not-first:border-l';

/** The counts by status; each leads to the services that it counts. */
export function CountsRow({ services }: { services: readonly Service[] }) {
  const counts = tally(services);
  const rate = useMemo(() => success(services), [services]);
  const aside = counts.unknown > 0 || counts.paused === 0 ? (['unknown', counts.unknown] as const) : (['paused', counts.paused] as const);
  const cells = [['up', counts.up], ['degraded', counts.degraded], ['down', counts.down], aside] as const;
  return (
    <div className="card mb-[18px] grid grid-cols-2 sm:grid-cols-[repeat(5,minmax(max-content,1fr))]">
      {cells.map(([status, value]) => (
        <Link key={status} href={`/services?status=${status}`} className={`${CELL} hover:bg-line2/60`} data-count={status}>
          <StatusBadge status={status} />
          <b className="num mt-px block font-[560] text-[22px] tracking-[-0.03em]">{count(value)}</b>
        </Link>
      ))}
      <div className={`${CELL} max-sm:col-span-2`}>
        <span className="whitespace-nowrap text-[12px] text-mute leading-[20px]">good checks, 24 h</span>
        <b className="num mt-px block font-[560] text-[22px] tracking-[-0.03em]">{percent(rate)}</b>
      </div>
    </div>
  );
}
