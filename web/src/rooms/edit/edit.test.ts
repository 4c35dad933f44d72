import { describe, expect, test } from 'vitest';
import schema from '../../../../docs/hale.schema.json?raw';
import { at, differences, number, parsed, put, rescheme, same, written } from './draft';
import { errorsAt, errorsOf, homeless } from './errors';
import { forms, kindOf } from './schema';

// The hub's own schema, as it is committed: a test of the hub holds it against what the hub publishes.
const all = forms(JSON.parse(schema));
const kind = (name: string) => all.kinds.find((one) => one.name === name);
const option = (of: string, name: string) => kind(of)?.fields.find((one) => one.name === name);

describe('forms come from the schema', () => {
  test('every kind with its schemes and words', () => {
    expect(all.kinds.map((one) => one.name)).toContain('heartbeat');
    expect(kind('http')?.schemes).toEqual(['https']);
    expect(kind('http')?.about).not.toBe('');
  });

  test.each([
    ['http', 'url', 'text', true, undefined],
    ['http', 'method', 'text', false, 'GET'],
    ['http', 'headers', 'map', false, undefined],
    ['http', 'body', 'long', false, undefined],
    ['http', 'follow_redirects', 'bool', false, 'true'],
    ['http', 'expect', 'group', false, undefined],
    ['http', 'http_version', 'words', false, '1.1'],
    ['http', 'certificate_warn_before', 'duration', false, undefined],
    ['icmp', 'count', 'number', false, '1'],
    ['exec', 'command', 'list', true, undefined],
    ['dns', 'expect', 'list', false, undefined],
    ['exec', 'env', 'map', false, undefined],
  ])('%s: %s is filled in as %s', (of, name, shape, needed, initial) => {
    expect(option(of, name)).toMatchObject({ shape, needed, initial });
  });

  test('a credential is known as one', () => {
    expect(option('ai', 'key')?.secret).toBe(true);
    expect(option('http', 'method')?.secret).toBe(false);
  });

  test('words that YAML reads as numbers count once', () => expect(option('http', 'http_version')?.words).toEqual(['1.1', '2', '3']));

  test('a group has its fields, a number its limits', () => {
    expect(option('http', 'expect')?.fields.map((one) => [one.name, one.shape])).toEqual([
      ['status', 'text'],
      ['body_contains', 'long'],
      ['body_matches', 'text'],
      ['json', 'json'],
      ['header', 'map'],
    ]);
    expect(option('fly', 'port')).toMatchObject({ least: 1, most: 65_535 });
  });

  test('services, targets and projects have their own', () => {
    expect(all.service.find((one) => one.name === 'soft_failure')?.words).toEqual(['down', 'degraded']);
    expect(all.target.find((one) => one.name === 'url')?.needed).toBe(true);
    expect(all.project.map((one) => one.name)).toEqual(['name', 'labels', 'defaults', 'primary_target']);
  });

  test('an address means a kind by its scheme', () => {
    expect(kindOf(all.kinds, 'HTTPS://x')?.name).toBe('http');
    expect(kindOf(all.kinds, 'postgresql://x')?.name).toBe('postgres');
    expect(kindOf(all.kinds, 'shop.example.com')).toBeUndefined();
    expect(rescheme('https://shop.example.com/health', 'tls')).toBe('tls://shop.example.com/health');
    expect(rescheme('shop.example.com', 'tls')).toBe('tls://shop.example.com');
    expect(rescheme('heartbeat:', 'http')).toBe('http://');
  });
});

describe('a draft', () => {
  test('takes a value at a path, and loses what is empty with what held it', () => {
    const draft = put({ check: { type: 'http' } }, ['check', 'expect', 'status'], '200');
    expect(draft).toEqual({ check: { type: 'http', expect: { status: '200' } } });
    expect(at(draft, ['check', 'expect', 'status'])).toBe('200');
    expect(put(draft, ['check', 'expect', 'status'], '')).toEqual({ check: { type: 'http' } });
    expect(put({ labels: { a: 'b' } }, ['labels'], {})).toEqual({});
    expect(put({ critical: true }, ['critical'], false)).toEqual({ critical: false });
  });

  test('sends what is no number as it was typed, for the hub to say what is wrong', () => {
    expect(number('3')).toBe(3);
    expect(number('3x')).toBe('3x');
    expect(number('')).toBe('');
  });

  test.each(['up', 12, true, null, { a: 1 }, '12', 'true', 'null'])('writes the JSON value %j so that it is read back', (value) => {
    expect(parsed(written(value))).toEqual(value);
  });

  test('two are the same whatever the order', () => {
    expect(same({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false);
    expect(same({ a: 1 }, { a: '1' })).toBe(false);
  });

  test('shows where two changes part', () => {
    const before = { name: 'api', interval: '30s', check: { url: 'http://a' }, depends_on: ['x'] };
    expect(differences(before, { ...before, interval: '10s' }, { ...before, check: { url: 'http://b' }, depends_on: ['x', 'y'] })).toEqual([
      { path: 'interval', before: '30s', theirs: '10s', mine: '30s' },
      { path: 'check.url', before: 'http://a', theirs: 'http://a', mine: 'http://b' },
      { path: 'depends_on', before: 'x', theirs: 'x', mine: 'x, y' },
    ]);
  });
});

describe('errors', () => {
  const homes = { check: 'check.url' };

  test('stand at their fields, and those of parts at the whole', () => {
    const errors = errorsOf(
      { status: 400, errors: { check: ['is missing'], 'check.headers.X': ['bad'], 'depends_on[0]': ['unknown'] } },
      homes,
      'name',
    );
    expect(errorsAt(errors, ['check', 'url'])).toEqual(['is missing']);
    expect(errorsAt(errors, ['check', 'headers'])).toEqual(['X: bad']);
    expect(errorsAt(errors, ['depends_on'])).toEqual(['[0]: unknown']);
    expect(errorsAt(errors, ['name'])).toEqual([]);
  });

  test('a refusal of the whole stands where the form says', () =>
    expect(errorsAt(errorsOf({ status: 409, detail: 'It exists already.' }, homes, 'name'), ['name'])).toEqual(['It exists already.']));

  test('what has no field is said apart', () => {
    const errors = { 'check.url': ['a'], weird: ['b'], '': ['c'] };
    expect(homeless(errors, ['check.url', 'name'])).toEqual(['weird: b', 'c']);
  });
});
