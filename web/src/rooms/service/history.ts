import type { History, HistoryPoint, Service } from '../../wire/types';

/** A history with the service's newest result put into its last step, or into a new one after it. */
export function withNewest(history: History, service: Service): HistoryPoint[] {
  const { points, step_seconds } = history;
  const { last_check_at, latency_ms, failure, status } = service.health;
  const last = points.at(-1);
  if (!last_check_at || service.paused) return points;
  const at = Date.parse(last_check_at);
  // What the history already holds must not be counted twice.
  if (at <= Date.parse(history.to)) return points;
  const good = failure == null && latency_ms != null;
  const figures = good ? { min: latency_ms, avg: latency_ms, max: latency_ms, p50: latency_ms, p95: latency_ms } : null;
  const point: HistoryPoint = { at: last_check_at, latency_ms: figures, checks: 1, failures: good ? 0 : 1, status };
  if (!last || at >= Date.parse(last.at) + step_seconds * 1000) return [...points, point];
  if (last.checks > 0) return points;
  return [...points.slice(0, -1), { ...point, at: last.at }];
}
