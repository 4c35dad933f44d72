/** A definition in the making: the body of a PUT, in which numbers and truth values may still be what somebody is typing. */
export type Draft = { [name: string]: unknown };

export type Path = readonly string[];

const isMap = (value: unknown): value is Draft => value !== null && typeof value === 'object' && !Array.isArray(value);

/** The value at a path; undefined where nothing is. */
export const at = (draft: Draft, path: Path): unknown =>
  path.reduce<unknown>((value, name) => (isMap(value) ? value[name] : undefined), draft);

/** The same with another value at a path. What was not given stands nowhere, and a mapping that has nothing left is gone with it. */
export function put(draft: Draft, path: Path, value: unknown): Draft {
  const [name, ...rest] = path;
  if (name === undefined) return draft;
  const inner = draft[name];
  const next = rest.length === 0 ? value : put(isMap(inner) ? inner : {}, rest, value);
  const gone =
    next === undefined || next === '' || (isMap(next) && Object.keys(next).length === 0) || (Array.isArray(next) && next.length === 0);
  if (!gone) return { ...draft, [name]: next };
  const { [name]: _, ...others } = draft;
  return others;
}

/** What stands for a credential that the hub keeps to itself; sent back, it means as before. */
export const MASK = '***';

/** A whole number as one; everything else as it was typed, so that the hub says what is wrong with it. */
export const number = (typed: string): number | string => (/^-?\d{1,15}$/.test(typed.trim()) ? Number(typed) : typed);

/** A JSON value as a person writes it: text without quotes where it can't be read as something else. */
export const written = (value: unknown): string =>
  typeof value === 'string' && typeof parsed(value) === 'string' ? value : JSON.stringify(value);

/** What somebody wrote as a JSON value; what is none is text. */
export function parsed(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

/** A path as the hub spells it: `check.expect.status`. */
export const spelled = (path: Path): string => path.join('.');

/** Two definitions side by side: every place where they differ from what both began with. */
export interface Difference {
  path: string;
  before: string;
  theirs: string;
  mine: string;
}

/** Where somebody else's change and one's own part from what was there before. */
export function differences(before: Draft, theirs: Draft, mine: Draft): Difference[] {
  const [was, their, my] = [flat(before), flat(theirs), flat(mine)];
  const paths = [...new Set([...was.keys(), ...their.keys(), ...my.keys()])];
  const differs = (path: string) => was.get(path) !== their.get(path) || was.get(path) !== my.get(path);
  return paths
    .filter(differs)
    .map((path) => ({ path, before: was.get(path) ?? '', theirs: their.get(path) ?? '', mine: my.get(path) ?? '' }));
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (isMap(value)) for (const [name, inner] of Object.entries(value)) flat(inner, path === '' ? name : `${path}.${name}`, into);
  else if (Array.isArray(value)) into.set(path, value.map(written).join(', '));
  else if (value !== undefined && value !== null) into.set(path, written(value));
  return into;
}

/** Whether two definitions say the same, whatever the order of their names. */
export function same(one: unknown, other: unknown): boolean {
  if (isMap(one) && isMap(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => same(one[name], other[name]));
  }
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, i) => same(item, other[i]));
  return one === other;
}

/** An address with another scheme: the rest stays what it was. */
export const rescheme = (url: string, scheme: string): string => url.replace(/^([a-z][a-z0-9+.-]*:(\/\/)?)?/i, `${scheme}://`);
