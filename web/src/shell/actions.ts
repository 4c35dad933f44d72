import { counted } from '../format/numbers';
import { complain, say } from '../parts/Toast';
import { api } from '../wire/api';
import type { Service } from '../wire/types';

/** At most this many requests of a bulk action run at once. */
const WIDE = 8;

async function each(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<unknown[]> {
  const left = [...ids];
  const errors: unknown[] = [];
  const run = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) await work(id).catch((error) => errors.push(error));
  };
  await Promise.all(Array.from({ length: Math.min(WIDE, ids.length) }, run));
  return errors;
}

const name = (ids: readonly string[]) => (ids.length === 1 ? (ids[0] as string) : counted(ids.length, 'service'));

async function bulk(ids: readonly string[], verb: string, work: (id: string) => Promise<unknown>, undo?: () => void): Promise<void> {
  if (ids.length === 0) return;
  const errors = await each(ids, work);
  if (errors.length === 0) say(`${name(ids)} ${verb}`, undo);
  else complain(`${counted(errors.length, 'service')} of ${ids.length} not ${verb}`, errors[0]);
}

export const pause = (ids: readonly string[]): Promise<void> => bulk(ids, 'paused', api.pause, () => void resume(ids));
export const resume = (ids: readonly string[]): Promise<void> => bulk(ids, 'resumed', api.resume, () => void pause(ids));
export const check = (ids: readonly string[]): Promise<void> => bulk(ids, 'checked', api.check);

/** Pauses what runs, or resumes what is paused. */
export const toggle = (service: Service): Promise<void> => (service.paused ? resume([service.id]) : pause([service.id]));
