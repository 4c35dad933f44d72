import { describe, expect, test } from 'vitest';
import { count, counted, latency, percent } from './numbers';
import { ago, ahead, clock, duration, exact, span } from './time';
import { capital, reason } from './words';

const MIN = 60_000;

describe('latency', () => {
  test.each([
    [0, '0 ms'],
    [0.42, '0.4 ms'],
    [9.96, '10 ms'],
    [12.3, '12 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1310, '1.31 s'],
    [12_400, '12.4 s'],
    [null, '–'],
    [undefined, '–'],
    [Number.NaN, '–'],
  ])('%s reads %s', (ms, text) => expect(latency(ms)).toBe(text));
});

describe('percent', () => {
  test.each([
    [100, '100 %'],
    [99.999, '99.99 %'],
    [99.5, '99.5 %'],
    [97.46, '97.4 %'],
    [0, '0 %'],
    [null, '–'],
  ])('%s reads %s, and almost perfect is never perfect', (value, text) => expect(percent(value)).toBe(text));
});

test('counts have their noun', () => {
  expect(counted(1, 'service')).toBe('1 service');
  expect(counted(10_000, 'service')).toBe('10,000 services');
  expect(count(1204)).toBe('1,204');
});

describe('span', () => {
  test.each([
    [900, '0 s'],
    [12_000, '12 s'],
    [4 * MIN, '4 min'],
    [2 * MIN + 10_000, '2 min 10 s'],
    [200 * MIN, '3 h 20 min'],
    [48 * 60 * MIN, '2 d'],
    [-5, '0 s'],
  ])('%s ms is %s', (ms, text) => expect(span(ms)).toBe(text));

  test('coarse is one unit', () => expect(span(2 * MIN + 10_000, true)).toBe('2 min'));
});

test('what was is ago, what comes is in, and skew is now', () => {
  expect(ago(0, 12_400)).toBe('12 s ago');
  expect(ago(500, 0)).toBe('now');
  expect(ahead(18_000, 0)).toBe('in 18 s');
  expect(ahead(-1, 0)).toBe('now');
});

test('the clock names the day only when it is another', () => {
  const now = new Date(2026, 10, 22, 14, 2, 11).getTime();
  expect(clock(now, now)).toBe('14:02:11');
  expect(clock(now - 10 * 24 * 60 * MIN, now)).toBe('12 Nov 14:02');
  expect(exact(now)).toMatch(/^22 Nov 2026, 14:02:11\.000 \S+/);
});

test('durations of the wire are milliseconds', () => {
  expect(duration('1h30m')).toBe(90 * MIN);
  expect(duration('500ms')).toBe(500);
  expect(duration('1m500ms')).toBe(60_500);
  expect(duration('')).toBe(0);
});

test('a reason is the kind of the failure, else why', () => {
  expect(reason('failures', 'refused')).toBe('connection refused');
  expect(reason('slow')).toBe('answers slowly');
  expect(reason('something_new')).toBe('something new');
  expect(reason(null)).toBe('not checked yet');
  expect(capital('slow')).toBe('Slow');
});
