import { expect, test } from 'vitest';
import { someService } from '../../live/some';
import type { Service } from '../../wire/types';
import { proposal } from './proposal';
import { slowest } from './Slowest';
import { tally, verdict } from './verdict';

const up = (count: number) => Array.from({ length: count }, (_, i) => someService(`shop-up${i}`));
const down = (id: string, cause?: string, since = '2026-11-05T10:00:00.000Z') => someService(id, { status: 'down', cause, since });
const paused = (id: string) => someService(id, { status: 'unknown', why: 'paused' }, { paused: true });

/** The whole sentence, as it is read. */
function sentence(services: Service[]): string {
  const { head, lead, causes, more } = verdict(services);
  if (causes.length === 0) return head;
  const last = more > 0 ? `${causes.join(', ')} and ${more} more` : causes.join(', ').replace(/, ([^,]*)$/, ' and $1');
  return `${head} ${lead} ${last}.`;
}

test.each([
  ['nothing', [], 'Nothing is watched yet.'],
  ['all up', up(214), 'All 214 services are up.'],
  ['one up', up(1), 'The only service is up.'],
  ['one down', [...up(3), down('shop-api')], '1 of 4 services is down. It is shop-api.'],
  [
    'a cause',
    [...up(212), down('shop-api', 'shop-postgres'), down('shop-postgres')],
    '2 of 214 services are down. The cause is shop-postgres.',
  ],
  ['two alone', [down('shop-b'), down('shop-a'), ...up(1)], '2 of 3 services are down. They are shop-a and shop-b.'],
  [
    'two causes',
    [down('shop-a'), down('shop-b', 'shop-a'), down('pay-c'), down('pay-d', 'pay-c')],
    '4 of 4 services are down. The causes are pay-c and shop-a.',
  ],
  [
    'many',
    ['a', 'b', 'c', 'd', 'e'].map((id) => down(`shop-${id}`)),
    '5 of 5 services are down. They are shop-a, shop-b, shop-c and 2 more.',
  ],
  ['a slow one', [...up(2), someService('shop-x', { status: 'degraded' })], '1 of 3 services is degraded. It is shop-x.'],
  ['not checked', [someService('shop-x', { status: 'unknown' })], 'No service has been checked yet.'],
  ['partly checked', [...up(2), someService('shop-x', { status: 'unknown' })], '2 of 3 services are up, the rest not checked yet.'],
  ['paused', [paused('shop-x'), paused('shop-y')], 'All 2 services are paused.'],
  ['a paused one counts nowhere', [...up(2), paused('shop-x')], 'All 2 services are up.'],
])('the sentence for %s', (_, services, text) => expect(sentence(services)).toBe(text));

test('what began first is named first', () => {
  const late = down('shop-a', undefined, '2026-11-05T10:05:00.000Z');
  expect(verdict([late, down('shop-b')]).first?.id).toBe('shop-b');
});

test('a cause that is watched elsewhere is named last', () => {
  const found = verdict([down('shop-a', 'other-hub-db'), down('shop-z')]);
  expect(found.causes).toEqual(['shop-z', 'other-hub-db']);
  expect(found.first?.id).toBe('shop-z');
});

test('those that still answer but need the cause are held back', () => {
  const held = someService('shop-worker', { cause: 'shop-postgres' });
  expect(verdict([down('shop-postgres'), held, ...up(1)]).held).toBe(1);
});

test('the slowest are the six that took longest, of those that answer and are watched', () => {
  const answering = Array.from({ length: 40 }, (_, i) => someService(`shop-s${i}`, { latency_ms: (i * 17) % 40 }));
  const silent = someService('shop-silent', { status: 'down', latency_ms: null });
  const resting = someService('shop-resting', { latency_ms: 900 }, { paused: true });
  const expected = [...answering].sort((a, b) => (b.health.latency_ms ?? 0) - (a.health.latency_ms ?? 0)).slice(0, 6);
  expect(slowest([silent, ...answering, resting])).toEqual(expected.map((one) => one.id));
  expect(slowest([silent, resting])).toEqual([]);
});

test('a tally counts each service once', () => {
  expect(tally([...up(2), down('shop-a'), paused('shop-b')])).toEqual({ up: 2, degraded: 0, down: 1, unknown: 0, paused: 1, total: 4 });
});

test.each([
  ['https://shop.example.com/health', 'main-shop-example-com', 'https://shop.example.com/health'],
  ['tcp://db.example.com:5432', 'main-db-example-com-5432', 'tcp://db.example.com:5432'],
  ['shop.example.com', 'main-shop-example-com', 'https://shop.example.com'],
])('a pasted %s is proposed as %s', (typed, id, check) => expect(proposal(typed)).toMatchObject({ id, check }));

test.each(['', 'nonsense', 'ftp://x', 'tcp://host', 'javascript:alert(1)'])('%s is no address to watch', (typed) =>
  expect(proposal(typed)).toBeNull(),
);
