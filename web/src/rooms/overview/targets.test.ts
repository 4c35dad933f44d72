import { expect, test } from 'vitest';
import { someTarget } from '../../live/some';
import { fullName, peace, plight, worstTargets } from './targets';

const some = (full: string, status: 'healthy' | 'degraded' | 'down' | 'unknown' | 'stopped') =>
  someTarget(full, { status: status === 'stopped' ? 'unknown' : status }, status === 'stopped' ? 'stopped' : 'running');

/** The whole sentence, as it is read. */
function sentence(targets: ReturnType<typeof some>[]): string {
  const told = plight(targets);
  return told ? `${told.lead} ${told.named.map(fullName).join(', ')}${told.tail}` : '';
}

test.each([
  ['nothing deployed', [], ''],
  ['all well', [some('shop:production', 'healthy')], ''],
  ['one down', [some('shop:production', 'down'), some('shop:staging', 'healthy')], 'The target shop:production is down.'],
  ['down comes before degraded', [some('a:x', 'degraded'), some('b:x', 'down')], 'The target b:x is down.'],
  ['two degraded', [some('b:x', 'degraded'), some('a:x', 'degraded')], 'The targets a:x, b:x are degraded.'],
  ['many', ['a', 'b', 'c', 'd', 'e'].map((id) => some(`${id}:x`, 'down')), 'The targets a:x, b:x, c:x and 2 more are down.'],
  ['stopped is no trouble', [some('shop:old', 'stopped')], ''],
])('what is said of targets: %s', (_, targets, text) => expect(sentence(targets)).toBe(text));

test.each([
  ['one', [some('a:x', 'healthy')], 'The only target is healthy.'],
  ['more', [some('a:x', 'healthy'), some('a:y', 'healthy'), some('a:z', 'stopped')], 'All 2 targets are healthy.'],
  ['not all checked', [some('a:x', 'healthy'), some('a:y', 'unknown')], '1 of 2 targets is healthy, the rest not checked yet.'],
  ['none checked', [some('a:x', 'unknown')], 'No target has been checked yet.'],
  ['stopped', [some('a:x', 'stopped')], 'All targets are stopped.'],
  ['trouble is said elsewhere', [some('a:x', 'down'), some('a:y', 'healthy')], ''],
])('the sentence of a hub with targets alone: %s', (_, targets, text) => expect(peace(targets)).toBe(text));

test('the worst come first', () => {
  const all = [some('a:1', 'healthy'), some('a:2', 'stopped'), some('a:3', 'down'), some('a:4', 'unknown'), some('a:5', 'degraded')];
  expect(worstTargets(all).map(({ id }) => id)).toEqual(['3', '5', '4', '1', '2']);
});
