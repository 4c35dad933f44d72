import { count, counted } from '../../format/numbers';
import { severity, shown } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';

export interface Counts {
  up: number;
  degraded: number;
  down: number;
  unknown: number;
  paused: number;
  total: number;
}

/** What was counted, for as long as a list is in use: several parts of a page count the same one. */
const tallies = new WeakMap<readonly Service[], Counts>();

/** How many services are in which status. A paused one counts as nothing but paused. */
export function tally(services: readonly Service[]): Counts {
  const known = tallies.get(services);
  if (known) return known;
  const counts: Counts = { up: 0, degraded: 0, down: 0, unknown: 0, paused: 0, total: services.length };
  for (const service of services) counts[service.paused ? 'paused' : service.health.status]++;
  tallies.set(services, counts);
  return counts;
}

/** The order in which somebody looks who wants to know what is wrong. */
export const worstFirst = (a: Service, b: Service): number => severity(shown(a)) - severity(shown(b)) || (a.id < b.id ? -1 : 1);

export interface Verdict {
  tone: 'up' | 'deg' | 'down' | 'unk';
  /** What is the matter: `2 of 214 services are down.` */
  head: string;
  /** The services that explain it, worth a link each. */
  causes: string[];
  /** How to say that: `The cause is`. */
  lead: string;
  /** How many more causes there are than named. */
  more: number;
  /** How many services that still answer are held back by these causes. */
  held: number;
  /** The one to read on about: the first cause. */
  first: Service | undefined;
}

const NAMED = 3;
const are = (value: number) => (value === 1 ? 'is' : 'are');

/** The state of everything in one sentence, with what explains it. */
export function verdict(services: readonly Service[]): Verdict {
  const counts = tally(services);
  const watched = counts.total - counts.paused;
  const say = (tone: Verdict['tone'], head: string): Verdict => ({ tone, head, causes: [], lead: '', more: 0, held: 0, first: undefined });
  if (counts.total === 0) return say('unk', 'Nothing is watched yet.');
  if (watched === 0)
    return say('unk', counts.total === 1 ? 'The only service is paused.' : `All ${count(counts.total)} services are paused.`);
  if (counts.down > 0) return explained('down', counts.down, watched, services);
  if (counts.degraded > 0) return explained('degraded', counts.degraded, watched, services);
  if (counts.unknown === watched) return say('unk', 'No service has been checked yet.');
  if (counts.unknown > 0)
    return say('up', `${count(counts.up)} of ${counted(watched, 'service')} ${are(counts.up)} up, the rest not checked yet.`);
  return say('up', watched === 1 ? 'The only service is up.' : `All ${count(watched)} services are up.`);
}

function explained(status: 'down' | 'degraded', bad: number, of: number, services: readonly Service[]): Verdict {
  const head = `${count(bad)} of ${counted(of, 'service')} ${are(bad)} ${status}.`;
  // What has a cause is explained by it; what has none explains itself.
  const roots = new Set<string>();
  let caused = false;
  for (const { id, paused, health } of services) {
    if (paused || health.status !== status) continue;
    roots.add(health.cause ?? id);
    caused ||= Boolean(health.cause);
  }
  const active = services.filter((one) => !one.paused);
  const watched = active.filter((one) => roots.has(one.id));
  const first = earliest(watched);
  const causes = first.map(({ id }) => id);
  // One that is watched nowhere here has no time of its own, and is named last.
  if (causes.length < NAMED && causes.length < roots.size)
    causes.push(
      ...[...roots]
        .filter((id) => !causes.includes(id))
        .sort()
        .slice(0, NAMED - causes.length),
    );
  const held = active.filter(({ health }) => health.status !== 'down' && health.cause && roots.has(health.cause)).length;
  return {
    tone: status === 'down' ? 'down' : 'deg',
    head,
    causes,
    lead: lonely(roots.size === bad && !caused, roots.size),
    more: roots.size - causes.length,
    held,
    first: first[0],
  };
}

/** Those that began first, first; of thousands the few that are named. */
function earliest(services: readonly Service[]): Service[] {
  const first: Service[] = [];
  for (const one of services) {
    if (first.length === NAMED && !before(one, first[NAMED - 1] as Service)) continue;
    let place = first.length;
    while (place > 0 && before(one, first[place - 1] as Service)) place--;
    first.splice(place, 0, one);
    first.length = Math.min(first.length, NAMED);
  }
  return first;
}

// The hub writes all times alike, so that their texts are ordered as they are; without one it is the last.
const LAST = '~';
const since = ({ health }: Service) => health.since ?? LAST;
const before = (a: Service, b: Service) => (since(a) === since(b) ? a.id < b.id : since(a) < since(b));
const lonely = (alone: boolean, causes: number) =>
  alone ? (causes === 1 ? 'It is' : 'They are') : causes === 1 ? 'The cause is' : 'The causes are';
