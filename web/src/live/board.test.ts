import { expect, test } from 'vitest';
import type { Result } from '../wire/types';
import { Board } from './board';
import { someService } from './some';
import { KEPT } from './traces';

const AT = '2026-11-05T10:00:30.000Z';

function board(): Board {
  const made = new Board();
  made.apply({ type: 'snapshot', seq: 10, services: [someService('shop-api'), someService('shop-db')], projects: [], targets: [] });
  return made;
}

const result = (seq: number, more: Partial<Omit<Result, 'service_id'>> = {}) =>
  ({ type: 'result', seq, service_id: 'shop-api', at: AT, success: true, status: 'up', latency_ms: 12, ...more }) as const;

test('a snapshot is the truth, even with a smaller number than before', () => {
  const made = board();
  made.apply({ type: 'service', seq: 11, service: someService('shop-web') });
  expect(made.apply({ type: 'snapshot', seq: 3, services: [someService('shop-db')] })).toBe('shape');
  expect([...made.services.keys()]).toEqual(['shop-db']);
  expect(made.seq).toBe(3);
});

test('a frame that is not newer is ignored', () => {
  const made = board();
  expect(made.apply({ type: 'service', seq: 10, service: someService('shop-api', { status: 'down' }) })).toBe('nothing');
  expect(made.services.get('shop-api')?.health.status).toBe('up');
});

test('numbers may have gaps, and after a collapse the newest counts', () => {
  const made = board();
  expect(made.apply({ type: 'service', seq: 90, service: someService('shop-api', { status: 'down' }) })).toBe('shape');
  expect(made.seq).toBe(90);
});

test('a result carries the number of the newest change, and counts all the same', () => {
  const made = board();
  expect(made.apply(result(10, { latency_ms: 7 }))).toBe('figures');
  expect(made.services.get('shop-api')?.health.latency_ms).toBe(7);
  expect(made.apply(result(9, { latency_ms: 8 }))).toBe('nothing');
  expect(made.trace('shop-api')).toEqual([7]);
});

test('the list is the same while nothing changes, and has each change in its place', () => {
  const made = board();
  const first = made.list;
  made.apply(result(10));
  expect(made.list).toBe(first);
  made.apply({ type: 'service', seq: 11, service: someService('shop-db', { status: 'down' }) });
  const second = made.list;
  expect(second.map((one) => `${one.id} ${one.health.status}`)).toEqual(['shop-api up', 'shop-db down']);
  expect(second[0]?.health.latency_ms).toBe(12);
  made.apply({ type: 'service', seq: 12, service: someService('pay-db') });
  made.apply({ type: 'service', seq: 13, service: someService('shop-api', { status: 'down' }) });
  made.apply({ type: 'service', seq: 14, id: 'shop-db', removed: true });
  expect(made.list.map((one) => `${one.id} ${one.health.status}`)).toEqual(['pay-db up', 'shop-api down']);
});

test('the feed keeps the newest, in their order, however they come', () => {
  const made = board();
  const status = (i: number) => (i % 2 === 0 ? 'down' : 'up');
  const at = (i: number) => new Date(Date.parse(AT) + (i === 150 ? 0 : i * 1000)).toISOString();
  for (let i = 0; i <= 150; i++)
    made.apply({ type: 'service', seq: 11 + i, service: someService('shop-api', { status: status(i), since: at(i), why: 'failures' }) });
  expect(made.changes).toHaveLength(100);
  expect(made.changes[0]?.at).toBe(at(149));
  expect(made.changes.map((event) => event.at)).toEqual(
    made.changes
      .map((event) => event.at)
      .sort()
      .reverse(),
  );
});

test('a heartbeat moves the number, so that a resume asks for no more than needed', () => {
  const made = board();
  expect(made.apply({ type: 'heartbeat', seq: 44 })).toBe('nothing');
  expect(made.seq).toBe(44);
});

test('a change of status is in the feed once, although its result came before it', () => {
  const made = board();
  made.apply(result(11, { success: false, status: 'down', latency_ms: null, failure: 'refused' }));
  expect(made.changes).toEqual([]);
  const down = someService('shop-api', { status: 'down', since: AT, why: 'failures', message: 'refused' });
  made.apply({ type: 'service', seq: 12, service: down });
  made.apply({ type: 'service', seq: 13, service: { ...down, labels: { team: 'core' } } });
  expect(made.changes).toMatchObject([{ service_id: 'shop-api', from: 'up', to: 'down', at: AT, message: 'refused' }]);
});

test('what the hub remembers is mixed in without doubles, newest first', () => {
  const made = board();
  made.apply({ type: 'service', seq: 12, service: someService('shop-api', { status: 'down', since: AT, why: 'failures' }) });
  const older = { service_id: 'shop-db', at: '2026-11-05T09:00:00.000Z', from: 'unknown', to: 'up', why: 'first_success' } as const;
  made.remember([older, { service_id: 'shop-api', at: AT, from: 'up', to: 'down', why: 'failures' }]);
  expect(made.changes.map((event) => event.service_id)).toEqual(['shop-api', 'shop-db']);
});

test('of several changes at the same moment each is in the feed once', () => {
  const made = board();
  const same = (id: string) => ({ service_id: id, at: AT, from: 'up', to: 'down', why: 'failures' }) as const;
  made.remember([same('shop-a'), same('shop-b')]);
  made.remember([same('shop-b'), same('shop-a'), same('shop-c')]);
  expect(made.changes.map((event) => event.service_id).sort()).toEqual(['shop-a', 'shop-b', 'shop-c']);
});

test('a result brings figures and leaves the status to the verdict', () => {
  const made = board();
  expect(made.apply(result(11, { success: false, status: 'up', latency_ms: null, failure: 'timeout' }))).toBe('figures');
  expect(made.services.get('shop-api')?.health).toMatchObject({ status: 'up', last_check_at: AT, latency_ms: null, failure: 'timeout' });
  expect(made.trace('shop-api')).toEqual([Number.NaN]);
});

test('a trace keeps the newest results, oldest first', () => {
  const made = board();
  for (let i = 1; i <= KEPT + 5; i++) made.apply(result(10 + i, { latency_ms: i }));
  const trace = made.trace('shop-api');
  expect(trace).toHaveLength(KEPT);
  expect([trace[0], trace.at(-1)]).toEqual([6, KEPT + 5]);
});

test('of two changes of one moment the later one, which the hub tells first, is above', () => {
  const made = board();
  const change = (from: 'unknown' | 'up', to: 'up' | 'degraded') => ({ service_id: 'shop-slow', at: AT, from, to, why: 'latency' });
  made.remember([change('up', 'degraded'), change('unknown', 'up')]);
  expect(made.changes.map(({ to }) => to)).toEqual(['degraded', 'up']);
});

test('a trace begins with what the hub remembers, unless more is known', () => {
  const made = board();
  made.apply(result(11, { latency_ms: 1 }));
  made.recall(
    'shop-api',
    [7, 8, 9].map((latency_ms) => ({ at: AT, success: true, status: 'up', latency_ms }) as Result),
  );
  expect(made.trace('shop-api')).toEqual([7, 8, 9]);
  made.recall('shop-api', []);
  expect(made.trace('shop-api')).toEqual([7, 8, 9]);
});

test('what is removed is gone, a target by its project', () => {
  const made = board();
  made.apply({ type: 'target', seq: 11, target: { id: 'production', project: 'shop' } as never });
  expect(made.targets.size).toBe(1);
  expect(made.targetList).toBe(made.targetList);
  expect(made.targetList).toHaveLength(1);
  made.apply({ type: 'target', seq: 12, id: 'production', project: 'shop', removed: true });
  made.apply({ type: 'service', seq: 13, id: 'shop-api', removed: true });
  expect(made.targets.size).toBe(0);
  expect(made.targetList).toEqual([]);
  expect(made.list.map((one) => one.id)).toEqual(['shop-db']);
});

test('the list is the same array until something changes', () => {
  const made = board();
  const before = made.list;
  made.apply(result(11));
  expect(made.list).toBe(before);
  made.apply({ type: 'service', seq: 12, service: someService('shop-cdn') });
  expect(made.list.map((one) => one.id)).toEqual(['shop-api', 'shop-cdn', 'shop-db']);
});
