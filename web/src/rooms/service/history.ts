import type { History, HistoryPoint, Service, Status } from '../../wire/types';

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

const patience = (history: History, intervalMs: number) => GAP * intervalMs + history.step_seconds * 1000;

/** The steps that a chart draws: from edge to edge of the time asked for, with a hole where nobody watched. */
export function framed(history: History, points: readonly HistoryPoint[], intervalMs: number): HistoryPoint[] {
  const longest = patience(history, intervalMs);
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

/** The status of each step from edge to edge. A step without a check keeps the status before it, until nobody watched. */
export function statuses(
  history: History,
  points: readonly HistoryPoint[],
  intervalMs: number,
  count: number,
): { at: number; status: Status }[] {
  const from = Date.parse(history.from);
  const to = Math.max(Date.parse(history.to), Date.parse(points.at(-1)?.at ?? history.to));
  const step = (to - from) / count;
  const longest = patience(history, intervalMs);
  let next = 0;
  let known: { at: number; status: Status } | null = null;
  return Array.from({ length: count }, (_, i) => {
    const end = from + (i + 1) * step;
    let worst: Status | null = null;
    for (; next < points.length && Date.parse((points[next] as HistoryPoint).at) < end; next++) {
      const point = points[next] as HistoryPoint;
      known = { at: Date.parse(point.at), status: point.status };
      worst = worse(worst, point.status);
    }
    // The last step's end is the newest result itself.
    if (i === count - 1 && points.length > 0) worst = worse(worst, (points.at(-1) as HistoryPoint).status);
    const status = worst ?? (known && end - known.at <= longest + step ? known.status : 'unknown');
    return { at: end - step, status };
  });
}

const RANK: Record<Status, number> = { unknown: 0, up: 1, degraded: 2, down: 3 };
const worse = (a: Status | null, b: Status): Status => (a === null || RANK[b] > RANK[a] ? b : a);
