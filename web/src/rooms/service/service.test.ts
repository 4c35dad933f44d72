import { expect, test } from 'vitest';
import { dependants } from '../../live/dependants';
import { someService } from '../../live/some';
import { slices } from '../../parts/phases';
import type { History, Trend } from '../../wire/types';
import { begun, framed, stood, withNewest } from './history';
import { week } from './trend';
import { beside } from './UptimeCard';

test('dependants are found through others, each once, and a cycle ends', () => {
  const services = [
    someService('s-db'),
    someService('s-api', {}, { depends_on: ['s-db'] }),
    someService('s-web', {}, { depends_on: ['s-api', 's-db'] }),
    someService('s-a', {}, { depends_on: ['s-b', 's-web'] }),
    someService('s-b', {}, { depends_on: ['s-a'] }),
  ];
  expect(dependants('s-db', services).map((one) => one.id)).toEqual(['s-api', 's-web', 's-a', 's-b']);
});

const figures = { min: 1, avg: 1, max: 1, p50: 1, p95: 1 };
const history: History = {
  from: '2026-11-05T09:00:00.000Z',
  to: '2026-11-05T10:00:00.000Z',
  step_seconds: 20,
  points: [{ at: '2026-11-05T09:59:40.000Z', latency_ms: figures, checks: 1, failures: 0, status: 'up' }],
};

test('a result that the history already holds is not counted twice', () => {
  const service = someService('s-a', { last_check_at: '2026-11-05T09:59:50.000Z', latency_ms: 5 });
  expect(withNewest(history, service)).toBe(history.points);
});

test('a newer result is added', () => {
  const service = someService('s-a', { last_check_at: '2026-11-05T10:00:05.000Z', latency_ms: 5 });
  expect(withNewest(history, service).at(-1)).toMatchObject({ latency_ms: { p50: 5 }, failures: 0 });
});

test('a result that the hub has not written yet is added', () => {
  const service = someService('s-a', { last_check_at: '2026-11-05T09:59:50.000Z', latency_ms: 5 });
  expect(withNewest({ ...history, points: [] }, service)).toHaveLength(1);
});

test('a newer failure is added as one', () => {
  const service = someService('s-a', { last_check_at: '2026-11-05T10:00:05.000Z', latency_ms: null, failure: 'refused', status: 'down' });
  expect(withNewest(history, service).at(-1)).toMatchObject({ latency_ms: null, failures: 1, status: 'down' });
});

test('phases add up to the whole', () => {
  expect(slices({ dns_ms: 1, connect_ms: 2, first_byte_ms: 10, total_ms: 20 }).map(({ name, ms }) => [name, ms])).toEqual([
    ['dns', 1],
    ['connect', 2],
    ['first byte', 10],
    ['rest', 7],
  ]);
  expect(slices({ dns_ms: 1 }).map(({ name }) => name)).toEqual(['dns']);
  expect(slices({})).toEqual([]);
});

const point = (at: string, status: 'up' | 'down' = 'up') =>
  ({ at, latency_ms: status === 'up' ? figures : null, checks: 1, failures: 0, status }) as const;

test('a chart goes from edge to edge, with a hole where nobody watched', () => {
  const points = [point('2026-11-05T09:30:00.000Z'), point('2026-11-05T09:30:30.000Z'), point('2026-11-05T09:50:00.000Z')];
  const drawn = framed(history, points, 30_000);
  expect(drawn.map((one) => one.checks)).toEqual([0, 1, 1, 0, 1, 0]);
  expect([drawn[0]?.at, drawn.at(-1)?.at]).toEqual([history.from, history.to]);
});

test('a ribbon is of the time that is shown, and ends with what is so now', () => {
  const over = { from: '2026-11-05T09:00:00.000Z', to: '2026-11-05T10:00:00.000Z' };
  const slots = ['unknown', 'unknown', 'up', 'down', 'up', 'up'] as const;
  const steps = stood(slots, over, '2026-11-05T09:25:00.000Z', 'degraded');
  expect(steps.map((step) => step.status)).toEqual(['up', 'down', 'up', 'degraded']);
  expect(new Date(steps[0]?.at ?? 0).toISOString()).toBe('2026-11-05T09:20:00.000Z');
  expect(stood([], over, over.from, 'down')).toEqual([]);
});

test('a service that is watched since short fills the chart', () => {
  expect(begun(history, [point('2026-11-05T09:40:00.000Z')]).from).toBe('2026-11-05T09:39:40.000Z');
  expect(begun(history, [point('2026-11-05T09:59:50.000Z')]).from).toBe('2026-11-05T09:58:00.000Z');
  expect(begun(history, [point('2026-11-05T09:00:10.000Z')]).from).toBe(history.from);
  expect(begun(history, [])).toBe(history);
});

test('a week is held against the week before, and small changes are none', () => {
  const total = { uptime_percent: 100, down_seconds: 0, checks: 1, failures: 0, latency_ms: { min: 1, avg: 1, max: 90, p50: 20, p95: 42 } };
  const trend = (change: number | null): Trend => ({
    window: '7d',
    from: '2026-11-05T10:00:00.000Z',
    to: '2026-11-12T10:00:00.000Z',
    now: total,
    before: total,
    p95_change_percent: change,
  });
  expect(week(trend(12.4))).toBe('p95 of 7 days is 42 ms, 12 % slower than the week before');
  expect(week(trend(-30))).toBe('p95 of 7 days is 42 ms, 30 % faster than the week before');
  expect(week(trend(-4.9))).toBe('p95 of 7 days is 42 ms, as in the week before');
  expect(week(trend(null))).toBeNull();
  expect(week(undefined)).toBeNull();
});

test('beside an uptime stands what was down, by whom, and what was maintenance', () => {
  const none = {
    up_seconds: 0,
    degraded_seconds: 0,
    down_seconds: 0,
    unknown_seconds: 0,
    paused_seconds: 0,
    maintenance_seconds: 0,
    caused_seconds: 0,
  };
  const uptime = { window: '24h', ...none };
  expect(beside(uptime)).toBe('');
  expect(beside({ ...uptime, maintenance_seconds: 7_200 })).toBe('2 h maintenance');
  expect(beside({ ...uptime, down_seconds: 600, caused_seconds: 60, maintenance_seconds: 60 })).toBe(
    '10 min down, 1 min by a dependency, 1 min maintenance',
  );
});
