import { expect, test } from 'vitest';
import type { HistoryPoint } from '../wire/types';
import { labelled, type Mark, placed } from './marks';
import { tellStrip, upToNow } from './UptimeStrip';
import { walked } from './walked';

const mark = (at: number, kind: Mark['kind'] = 'edit', label = 'edited'): Mark => ({ at, kind, label, text: `${label} at ${at}` });

test('labels that would lie on each other become one, and a long row does not melt into one', () => {
  const groups = placed([mark(200), mark(0), mark(40), mark(80)], (at) => at);
  expect(groups.map(({ left, marks }) => [left, marks.map((one) => one.at)])).toEqual([
    [20, [0, 40]],
    [80, [80]],
    [200, [200]],
  ]);
});

test('a label names the newest version first, else how many edits there were', () => {
  const label = (...marks: Mark[]) => labelled({ left: 0, marks });
  expect(label(mark(1))).toBe('edited');
  expect(label(mark(1), mark(2))).toBe('2 edits');
  expect(label(mark(1), mark(2, 'version', '2.14.1'))).toBe('2.14.1 +1');
  expect(label(mark(2, 'version', '2.14.1'))).toBe('2.14.1');
});

const points = [0, 1, 2, 0, 1, 3].map(
  (checks, i): HistoryPoint => ({
    at: new Date(i * 1000).toISOString(),
    latency_ms: null,
    checks,
    failures: i === 2 || i === 5 ? 1 : 0,
    status: 'up',
  }),
);

test.each([
  ['ArrowLeft', null, 5],
  ['ArrowLeft', 4, 2],
  ['ArrowLeft', 1, null],
  ['ArrowRight', 2, 4],
  ['ArrowRight', null, null],
  ['PageUp', null, 5],
  ['PageUp', 5, 2],
  ['PageDown', 1, 2],
  ['PageDown', 5, null],
  ['Home', 4, 1],
  ['End', 1, 5],
  ['a', 1, null],
] as const)('%s from %s leads to %s', (key, from, to) => {
  expect(walked(key, points, from)).toBe(to);
});

test('a strip is at least as bad at its end as the service is now', () => {
  expect(upToNow(['up', 'up'], 'down')).toEqual(['up', 'down']);
  expect(upToNow(['up', 'down'], 'up')).toEqual(['up', 'down']);
  expect(upToNow(['unknown', 'unknown'], 'paused')).toEqual(['unknown', 'paused']);
  expect(upToNow([], 'up')).toEqual([]);
  expect(upToNow(['up', 'maintenance'], 'down')).toEqual(['up', 'maintenance']);
});

test('a strip is told in words', () => {
  const strip = { service_id: 's-a', uptime_percent: 99.3, down_seconds: 600, slots: [] };
  expect(tellStrip(strip)).toBe('99.3 % of 24 h, down 10 min');
  expect(tellStrip({ ...strip, uptime_percent: 100, down_seconds: 0 })).toBe('100 % of 24 h');
  expect(tellStrip({ ...strip, slots: ['maintenance', 'up'] })).toBe('99.3 % of 24 h, down 10 min, with maintenance');
  expect(tellStrip({ ...strip, uptime_percent: undefined, slots: ['maintenance'] })).toBe('all that is known of 24 h is maintenance');
  expect(tellStrip({ ...strip, uptime_percent: undefined })).toBe('nothing known of 24 h');
});
