import type { Problem } from '../../wire/types';
import { type Path, spelled } from './draft';

/** What is wrong, by the path that the hub names. */
export type Errors = Readonly<Record<string, readonly string[]>>;

/** Paths whose errors belong at another field of the form. */
export type Homes = Readonly<Record<string, string>>;

/**
 * What a refusal says of the fields. A refusal without fields is about the whole; `whole` says at which field of the form it stands.
 */
export function errorsOf(problem: Problem, homes: Homes, whole: string): Errors {
  const given = Object.entries(problem.errors ?? {});
  const all: [string, readonly string[]][] =
    given.length > 0 ? given : [[whole, [problem.detail ?? problem.title ?? `the hub answered ${problem.status}`]]];
  const errors: Record<string, string[]> = {};
  for (const [path, texts] of all) {
    const home = homes[path] ?? path;
    errors[home] = [...(errors[home] ?? []), ...texts];
  }
  return errors;
}

const within = (path: string, field: string): boolean => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);

/** What is wrong with a field, its parts included. */
export function errorsAt(errors: Errors, field: Path): string[] {
  const name = spelled(field);
  return Object.entries(errors).flatMap(([path, texts]) => {
    if (!within(path, name)) return [];
    const part = path.slice(name.length).replace(/^\./, '');
    return texts.map((text) => (part === '' ? text : `${part}: ${text}`));
  });
}

/** What is wrong with what the form has no field for. */
export function homeless(errors: Errors, fields: readonly string[]): string[] {
  return Object.entries(errors).flatMap(([path, texts]) =>
    fields.some((field) => within(path, field)) ? [] : texts.map((text) => (path === '' ? text : `${path}: ${text}`)),
  );
}
