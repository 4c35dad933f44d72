import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DefinitionChange, HistoryPoint, VersionUptime } from '../../wire/types';
import { happened, summary, tell } from './happened';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 5, 18, 0, 0) });
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (hour: number, minute = 0) => new Date(2026, 10, 5, hour, minute).toISOString();

const edit = (hour: number): DefinitionChange => ({
  at: at(hour),
  service_id: 's-a',
  managed_by: 'file',
  declared_at: 'hale.yaml:5',
  fields: [{ field: 'timeout', before: '1s', after: '2s', secret: false }],
});

const version = (name: string, hour: number): VersionUptime => ({
  version: name,
  from: at(hour),
  to: at(18),
  uptime_percent: 100,
  up_seconds: 1,
  degraded_seconds: 0,
  down_seconds: 0,
  unknown_seconds: 0,
  paused_seconds: 0,
  maintenance_seconds: 0,
  caused_seconds: 0,
});

const figures = (p50: number) => ({ min: p50, avg: p50, max: p50, p50, p95: p50 * 2 });
const point = (minute: number, p50: number | null, failures = 0): HistoryPoint => ({
  at: at(17, minute),
  latency_ms: p50 === null ? null : figures(p50),
  checks: 3,
  failures,
  status: 'up',
});

test('what happened is in order, without what was so at the beginning', () => {
  const marks = happened([edit(17), edit(9)], [version('2.3.0', 10), version('2.4.0', 14)], Date.parse(at(10)));
  expect(marks.map(({ kind, label, text }) => [kind, label, text])).toEqual([
    ['version', '2.4.0', '14:00:00 version 2.4.0'],
    ['edit', 'edited', '17:00:00 edited timeout (hale.yaml:5)'],
  ]);
});

test('a point is told in words', () => {
  expect(tell(point(5, 20, 1))).toMatch(/^5 Nov 2026, 17:05:00.* · median 20 ms, p95 40 ms · 1 of 3 failed$/);
  expect(tell(point(5, null, 3))).toMatch(/ · no answer · 3 of 3 failed$/);
  expect(tell(point(5, 20))).toMatch(/ · 3 good$/);
  expect(tell({ ...point(5, null), checks: 0 })).toBe('');
});

test('a chart is told to somebody who does not see it', () => {
  const marks = happened([edit(17)], [], 0);
  expect(summary([point(0, 10), point(1, 40, 1), point(2, null, 3), point(3, 20)], marks)).toBe(
    'Median latency from 10 ms to 40 ms, lately 20 ms. 4 of 12 checks failed, the first at 17:01:00, the last at 17:02:00. 17:00:00 edited timeout (hale.yaml:5).',
  );
  expect(summary([point(0, 10)], [])).toBe('Median latency from 10 ms to 10 ms, lately 10 ms. 3 checks, none failed.');
  expect(summary([point(0, null, 3)], [])).toContain('No answer.');
});
