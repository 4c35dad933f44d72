import { grouped } from '../../format/groups';
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

/** What the words of a filter are looked for in, made once for each service as it stands: making it is most of what filtering costs. */
const haystacks = new WeakMap<Service, string>();

function haystack(service: Service): string {
  const known = haystacks.get(service);
  if (known !== undefined) return known;
  const labels = Object.entries(service.labels).map(([key, value]) => `${key}=${value}`);
  const text = `${service.id} ${service.name} ${service.type} ${labels.join(' ')} ${service.check.url ?? ''}`.toLowerCase();
  haystacks.set(service, text);
  return text;
}

function fits(service: Service, filter: Filter, words: readonly string[]): boolean {
  if (filter.project && service.project !== filter.project) return false;
  if (filter.type && service.type !== filter.type) return false;
  if (filter.status.length > 0 && !filter.status.includes(shown(service))) return false;
  if (words.length === 0) return true;
  const text = haystack(service);
  return words.every((word) => text.includes(word));
}

type Key = string | number;

/** What a service is sorted by. What is not known sorts last, whichever way the rest goes. */
function keyOf({ sort, descending }: Filter): (service: Service) => Key {
  const figure = (value: number | null | undefined) => value ?? (descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const by: Record<Sort, (service: Service) => Key> = {
    status: (one) => SEVERITY[shown(one)] ?? 9,
    name: (one) => one.name,
    project: (one) => one.project,
    type: (one) => one.type,
    latency: (one) => figure(one.health.latency_ms),
    success: (one) => figure(one.health.success_rate),
    checked: (one) => figure(one.health.last_check_at ? Date.parse(one.health.last_check_at) : null),
  };
  return by[sort];
}

const compare = <T extends Key>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The services that fit, in order; those with the same key stay in the order in which they come. Nothing is sorted but the keys: by status, which is asked for many
 * times a second, ten thousand services are put on five shelves.
 */
export function select(services: readonly Service[], filter: Filter): Service[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean);
  const shelves = grouped(
    services.filter((service) => fits(service, filter, words)),
    keyOf(filter),
  );
  const way = filter.descending ? -1 : 1;
  return [...shelves.keys()].sort((a, b) => way * compare(a, b)).flatMap((name) => shelves.get(name) as Service[]);
}
