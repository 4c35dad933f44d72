import { shown } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';

export const SORTS = ['status', 'name', 'project', 'type', 'latency', 'success', 'checked'] as const;
export type Sort = (typeof SORTS)[number];

/** What the list shows, as the address bar holds it. */
export interface Filter {
  q: string;
  status: string[];
  project: string;
  type: string;
  sort: Sort;
  descending: boolean;
}

/** Reads `?q=&status=down,degraded&project=&type=&sort=-latency`. What is not known is the default. */
export function readFilter(search: string): Filter {
  const query = new URLSearchParams(search);
  const sort = query.get('sort') ?? 'status';
  const word = sort.replace(/^-/, '') as Sort;
  return {
    q: query.get('q') ?? '',
    status: (query.get('status') ?? '').split(',').filter(Boolean),
    project: query.get('project') ?? '',
    type: query.get('type') ?? '',
    sort: SORTS.includes(word) ? word : 'status',
    descending: sort.startsWith('-'),
  };
}

/** The filter as a query string; defaults are left out, so that a plain list has a plain address. */
export function writeFilter(filter: Filter): string {
  const query = new URLSearchParams();
  if (filter.q) query.set('q', filter.q);
  if (filter.status.length > 0) query.set('status', filter.status.join(','));
  if (filter.project) query.set('project', filter.project);
  if (filter.type) query.set('type', filter.type);
  if (filter.sort !== 'status' || filter.descending) query.set('sort', `${filter.descending ? '-' : ''}${filter.sort}`);
  const text = query.toString().replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}

const SEVERITY: Record<string, number> = { down: 0, degraded: 1, unknown: 2, up: 3, paused: 4 };

function fits(service: Service, filter: Filter, words: readonly string[]): boolean {
  if (filter.project && service.project !== filter.project) return false;
  if (filter.type && service.type !== filter.type) return false;
  if (filter.status.length > 0 && !filter.status.includes(shown(service))) return false;
  if (words.length === 0) return true;
  const labels = Object.entries(service.labels).map(([key, value]) => `${key}=${value}`);
  const text = `${service.id} ${service.name} ${service.type} ${labels.join(' ')} ${service.check.url ?? ''}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

const compare = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
const text = compare<string>;
// What is not known sorts last, whichever way the rest goes.
const figure = (value: number | null | undefined, descending: boolean) =>
  value ?? (descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);

function comparer({ sort, descending }: Filter): (a: Service, b: Service) => number {
  const number = (pick: (service: Service) => number | null | undefined) => (a: Service, b: Service) =>
    compare(figure(pick(a), descending), figure(pick(b), descending));
  const by: Record<Sort, (a: Service, b: Service) => number> = {
    status: (a, b) => (SEVERITY[shown(a)] ?? 9) - (SEVERITY[shown(b)] ?? 9),
    name: (a, b) => text(a.name, b.name),
    project: (a, b) => text(a.project, b.project),
    type: (a, b) => text(a.type, b.type),
    latency: number((one) => one.health.latency_ms),
    success: number((one) => one.health.success_rate),
    checked: number((one) => (one.health.last_check_at ? Date.parse(one.health.last_check_at) : null)),
  };
  const first = by[sort];
  return (a, b) => (descending ? -first(a, b) : first(a, b)) || text(a.id, b.id);
}

/** The services that fit, in order. */
export function select(services: readonly Service[], filter: Filter): Service[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  return services.filter((service) => fits(service, filter, words)).sort(comparer(filter));
}
