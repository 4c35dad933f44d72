import { count, counted } from '../../format/numbers';
import { severity, standing } from '../../parts/StatusBadge';
import type { Target } from '../../wire/types';

export const fullName = ({ project, id }: Target): string => `${project}:${id}`;

const rank = (target: Target): number => severity(standing(target));
const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Targets in the order in which somebody looks who wants to know what is wrong. */
export const worstTargets = (targets: readonly Target[]): Target[] =>
  [...targets].sort((a, b) => rank(a) - rank(b) || text(fullName(a), fullName(b)));

const isDown = (target: Target): boolean => standing(target) === 'down';
export const isSick = (target: Target): boolean => isDown(target) || standing(target) === 'degraded';

export interface Plight {
  tone: 'down' | 'deg';
  /** How the sentence begins: `The targets`. */
  lead: string;
  /** Those that are named, worth a link each. */
  named: Target[];
  /** How it ends: ` and 2 more are down.` */
  tail: string;
}

const NAMED = 3;

/** What is the matter with what was deployed; null where nothing is. Those that are down are told alone: they come first. */
export function plight(targets: readonly Target[]): Plight | null {
  const sick = worstTargets(targets).filter(isSick);
  const down = sick.filter(isDown);
  const told = down.length > 0 ? down : sick;
  if (told.length === 0) return null;
  const named = told.slice(0, NAMED);
  const more = told.length - named.length;
  return {
    tone: down.length > 0 ? 'down' : 'deg',
    lead: told.length === 1 ? 'The target' : 'The targets',
    named,
    tail: `${more > 0 ? ` and ${more} more` : ''} ${told.length === 1 ? 'is' : 'are'} ${down.length > 0 ? 'down' : 'degraded'}.`,
  };
}

/** The state of all targets in a sentence, for a hub that watches nothing else; the empty text where {@link plight} says it. */
export function peace(targets: readonly Target[]): string {
  const running = targets.filter((one) => standing(one) !== 'stopped');
  const healthy = running.filter((one) => standing(one) === 'healthy').length;
  if (running.some(isSick)) return '';
  if (running.length === 0) return 'All targets are stopped.';
  if (healthy === 0) return 'No target has been checked yet.';
  if (healthy < running.length)
    return `${count(healthy)} of ${counted(running.length, 'target')} ${healthy === 1 ? 'is' : 'are'} healthy, the rest not checked yet.`;
  return healthy === 1 ? 'The only target is healthy.' : `All ${count(healthy)} targets are healthy.`;
}
