import type { Service } from '../../wire/types';

/** From a service to one that it needs. */
export interface Edge {
  from: string;
  to: string;
}

/** What is drawn of a fleet. */
export interface Picture {
  nodes: Service[];
  edges: Edge[];
  /** Services that need nothing and that nothing needs: they are not drawn. */
  alone: number;
  /** Services that would be too many to be read. */
  left: number;
}

/** More boxes than that are a wall, not a picture. */
export const MOST = 400;

/** The services of a project, or of all, that depend on something or are depended on. The far ends of what crosses the project's border are drawn, too. */
export function picture(services: readonly Service[], project: string | null, most = MOST): Picture {
  const known = new Map(services.map((one) => [one.id, one]));
  const within = (id: string) => project === null || known.get(id)?.project === project;
  const edges = services.flatMap((one) =>
    one.depends_on.filter((to) => known.has(to) && (within(one.id) || within(to))).map((to): Edge => ({ from: one.id, to })),
  );
  const drawn = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const scope = services.filter((one) => within(one.id));
  const all = services.filter((one) => drawn.has(one.id));
  const kept = all.length <= most ? all : urgent(all, edges, most);
  const shown = new Set(kept.map((one) => one.id));
  return {
    nodes: kept,
    edges: edges.filter(({ from, to }) => shown.has(from) && shown.has(to)),
    alone: scope.filter((one) => !drawn.has(one.id)).length,
    left: all.length - kept.length,
  };
}

/** Of too many, those that are not well and what stands beside them, then the rest as far as there is room. */
function urgent(all: readonly Service[], edges: readonly Edge[], most: number): Service[] {
  const unwell = new Set(all.filter(troubled).map((one) => one.id));
  const beside = new Set(edges.flatMap(({ from, to }) => (unwell.has(from) ? [to] : unwell.has(to) ? [from] : [])));
  const rank = (one: Service) => (unwell.has(one.id) ? 0 : beside.has(one.id) ? 1 : 2);
  return [...all].sort((a, b) => rank(a) - rank(b)).slice(0, most);
}

const troubled = (one: Service) => !one.paused && (one.health.status === 'down' || one.health.status === 'degraded');

export const key = ({ from, to }: Edge): string => `${from} ${to}`;

/** The edges along which trouble came: from each service that is not well because of another towards that one, through whatever lies between. */
export function causePath(services: readonly Service[]): Set<string> {
  const known = new Map(services.map((one) => [one.id, one]));
  const lit = new Set<string>();
  const waiting = services.filter((one) => troubled(one) && one.health.cause);
  const seen = new Set(waiting);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { cause } = next.health;
    for (const to of next.depends_on) {
      const below = known.get(to);
      if (to !== cause && below?.health.cause !== cause) continue;
      lit.add(key({ from: next.id, to }));
      if (below && to !== cause && !seen.has(below)) {
        seen.add(below);
        waiting.push(below);
      }
    }
  }
  return lit;
}

/** The edges between a service and everything that breaks with it. */
export function blastEdges(id: string, broken: readonly Service[], edges: readonly Edge[]): Set<string> {
  const within = new Set([id, ...broken.map((one) => one.id)]);
  return new Set(edges.filter(({ from, to }) => within.has(from) && within.has(to)).map(key));
}
