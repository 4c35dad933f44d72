import { upToNow } from '../../parts/UptimeStrip';
import type { History, HistoryPoint, Service, Slot, Status } from '../../wire/types';

/** A history with the service's newest result put in as a step of its own, where it is newer than the history. */
export function withNewest(history: History, service: Service): HistoryPoint[] {
  const { points, step_seconds } = history;
  const { last_check_at, latency_ms, failure, status } = service.health;
  const last = points.at(-1);
  // What the last step holds must not be counted twice. A result after it is missing even where it is older than the history's end: the hub
  // writes a moment after it knows.
  const held = last ? Date.parse(last.at) + step_seconds * 1000 : Date.parse(history.from);
  if (!last_check_at || service.paused || Date.parse(last_check_at) < held) return points;
  const good = failure == null && latency_ms != null;
  const figures = good ? { min: latency_ms, avg: latency_ms, max: latency_ms, p50: latency_ms, p95: latency_ms } : null;
  return [...points, { at: last_check_at, latency_ms: figures, checks: 1, failures: good ? 0 : 1, status }];
}

/** The least time that is shown of a service that is watched since short. */
const LEAST = 2 * 60_000;

/** The history without the time before its first result, so that what there is fills the chart. */
export function begun(history: History, points: readonly HistoryPoint[]): History {
  const first = points[0];
  if (!first) return history;
  const from = Math.min(Date.parse(first.at) - history.step_seconds * 1000, Date.parse(history.to) - LEAST);
  return from > Date.parse(history.from) ? { ...history, from: new Date(from).toISOString() } : history;
}

/** After this many intervals without a result nobody watched. */
const GAP = 3;

const nothing = (at: number): HistoryPoint => ({
  at: new Date(at).toISOString(),
  latency_ms: null,
  checks: 0,
  failures: 0,
  status: 'unknown',
});

/** The steps that a chart draws: from edge to edge of the time asked for, with a hole where nobody watched. */
export function framed(history: History, points: readonly HistoryPoint[], intervalMs: number): HistoryPoint[] {
  const longest = GAP * intervalMs + history.step_seconds * 1000;
  const drawn: HistoryPoint[] = [];
  let last = Date.parse(history.from);
  for (const point of points) {
    const at = Date.parse(point.at);
    if (drawn.length === 0 && at > last) drawn.push(nothing(last));
    else if (at - last > longest) drawn.push(nothing(last + 1));
    drawn.push(point);
    last = at;
  }
  const end = Math.max(last + 1, Date.parse(history.to));
  return [...drawn, nothing(end)];
}

/** A step of a ribbon: when it began, and the worst that was known in it. */
export interface Stood {
  at: number;
  status: Slot;
}

/** The steps of a ribbon over a time, without those before a moment; the last is at least as bad as the service is now. */
export function stood(slots: readonly Slot[], over: { from: string; to: string }, since: string, now: Status | 'paused'): Stood[] {
  const from = Date.parse(over.from);
  const step = (Date.parse(over.to) - from) / slots.length;
  return upToNow(slots, now)
    .map((status, i) => ({ at: from + i * step, status }))
    .filter(({ at }) => at + step > Date.parse(since));
}
