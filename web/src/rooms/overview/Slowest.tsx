import { useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { latency, percent } from '../../format/numbers';
import { useNow } from '../../live/clock';
import { useFigures } from '../../live/hooks';
import { useRecall } from '../../live/recall';
import { live } from '../../live/store';
import { Ago } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import { Spark } from '../../parts/Spark';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';

const SHOWN = 6;
const RERANK_MS = 10_000;

/** The slowest of those that answer, slowest first: the few are picked out, and not thousands sorted for them. */
export function slowest(services: Iterable<Service>): string[] {
  const first: { id: string; ms: number }[] = [];
  for (const { id, paused, health } of services) {
    const ms = health.latency_ms;
    if (paused || ms == null || (first.length === SHOWN && ms <= (first[SHOWN - 1] as { ms: number }).ms)) continue;
    let place = first.length;
    while (place > 0 && (first[place - 1] as { ms: number }).ms < ms) place--;
    first.splice(place, 0, { id, ms });
    first.length = Math.min(first.length, SHOWN);
  }
  return first.map(({ id }) => id);
}

/** The order is kept for a while, so that rows do not jump while they are read; while there are few, it is looked whether there are more. */
function useSlowest(): string[] {
  const kept = useRef<{ at: number; count: number; ids: string[] }>({ at: 0, count: 0, ids: [] });
  const now = useNow();
  const { services } = live.board;
  const whole = kept.current.ids.length === Math.min(SHOWN, services.size);
  if (now - kept.current.at > (whole ? RERANK_MS : 0) || kept.current.count !== services.size)
    kept.current = { at: now, count: services.size, ids: slowest(services.values()) };
  return kept.current.ids;
}

export function Slowest() {
  const figures = useFigures();
  const ids = useSlowest();
  useRecall(ids);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the figures' version says when the board has new ones
  const rows = useMemo(() => ids.flatMap((id) => live.board.services.get(id) ?? []), [ids, figures]);
  if (rows.length === 0) return null;
  return (
    <Card title="Slowest now" note={<span className="max-sm:hidden">the latest answer of each</span>}>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse">
          <thead>
            <tr className="text-left text-[11.5px] text-faint [&>th]:row [&>th]:whitespace-nowrap [&>th]:px-4 [&>th]:py-[7px] [&>th]:font-medium">
              <th>service</th>
              <th>status</th>
              <th className="max-sm:hidden">recent</th>
              <th className="text-right">latency</th>
              <th className="text-right max-sm:hidden">good, 24 h</th>
              <th className="text-right max-lg:hidden">last check</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id} className="row [&>td]:whitespace-nowrap [&>td]:px-4 [&>td]:py-[7px]">
                <td className="max-w-[240px] truncate font-[550]">
                  <Link href={`/services/${one.id}`} className="hover:underline">
                    {one.id}
                  </Link>
                </td>
                <td>
                  <StatusBadge status={shown(one)} />
                </td>
                <td className="max-sm:hidden">
                  <Spark values={live.board.trace(one.id)} status={one.health.status} />
                </td>
                <td className="num text-right">{latency(one.health.latency_ms)}</td>
                <td className="num text-right text-mute max-sm:hidden">{percent(one.health.success_rate)}</td>
                <td className="text-right text-mute max-lg:hidden">
                  <Ago at={one.health.last_check_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
