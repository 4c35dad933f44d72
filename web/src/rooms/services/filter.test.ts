import { expect, test } from 'vitest';
import { someService } from '../../live/some';
import { readFilter, select, writeFilter } from './filter';

const services = [
  someService('pay-api', { status: 'degraded', latency_ms: 20 }),
  someService('pay-old', { status: 'unknown' }, { paused: true }),
  someService('shop-api', { latency_ms: 300 }, { labels: { team: 'core' } }),
  someService('shop-db', { status: 'down', latency_ms: null }, { type: 'database' }),
];

const ids = (search: string) => select(services, readFilter(search)).map((one) => one.id);

test('without a filter the worst come first', () => expect(ids('')).toEqual(['shop-db', 'pay-api', 'shop-api', 'pay-old']));

test.each([
  ['?status=down,degraded', ['shop-db', 'pay-api']],
  ['?status=paused', ['pay-old']],
  ['?project=shop&type=database', ['shop-db']],
  ['?q=team%3Dcore', ['shop-api']],
  ['?q=API+pay-a', ['pay-api']],
  ['?sort=name', ['pay-api', 'shop-api', 'shop-db', 'pay-old']],
  ['?sort=latency', ['pay-api', 'shop-api', 'pay-old', 'shop-db']],
  ['?sort=-latency', ['shop-api', 'pay-api', 'pay-old', 'shop-db']],
  ['?sort=-name', ['pay-old', 'shop-db', 'pay-api', 'shop-api']],
  ['?sort=nonsense', ['shop-db', 'pay-api', 'shop-api', 'pay-old']],
])('%s', (search, expected) => expect(ids(search)).toEqual(expected));

test.each(['', '?q=a+b&status=down,up&project=shop&type=api&sort=-latency', '?sort=-status'])(
  'the address %s holds the whole filter',
  (search) => expect(writeFilter(readFilter(search))).toBe(search),
);
