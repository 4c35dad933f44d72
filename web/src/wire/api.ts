import type {
  Caller,
  ChangeEvent,
  Definition,
  DefinitionChange,
  Evidence,
  Explanation,
  Health,
  History,
  Hub,
  Inherited,
  Maintenance,
  Page,
  Problem,
  Project,
  Resources,
  Result,
  Service,
  Target,
  Trend,
  Trial,
  Uptime,
  UptimeDays,
  UptimeStrips,
} from './types';

/** An answer of the hub that is not a success, with what its problem document says. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(sentence(problem));
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}

/** Everything a problem document says, as one line for a person. */
function sentence(problem: Problem): string {
  const fields = Object.entries(problem.errors ?? {}).map(([path, texts]) => `${path}: ${texts.join('; ')}`);
  if (fields.length > 0) return fields.join(' · ');
  return problem.detail ?? problem.title ?? `the hub answered ${problem.status}`;
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    const body: unknown = await answer.json();
    if (body && typeof body === 'object') return { title: answer.statusText, ...(body as object), status: answer.status };
  } catch {
    // Something between us and the hub answered in another language; its status is all there is to tell.
  }
  return { status: answer.status, title: answer.statusText };
}

/** Asks the hub. Rejects with {@link ApiError} for every answer that is no success, and with TypeError when there is no answer. */
export async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal, ifMatch?: string): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (ifMatch !== undefined) headers['If-Match'] = `"${ifMatch}"`;
  const answer = await fetch(path, {
    method,
    signal,
    credentials: 'same-origin',
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new ApiError(answer.status, await problemOf(answer));
  // What a dry run reports is no fault of the page, and so no status that a browser takes for one.
  if (answer.headers.get('Content-Type')?.startsWith('application/problem+json')) {
    const problem = (await answer.json()) as Problem;
    throw new ApiError(problem.status, problem);
  }
  return (answer.status === 204 ? undefined : await answer.json().catch(() => undefined)) as T;
}

/** Where a thing of the hub lies, by the names that lead to it. */
export const place = (...names: string[]): string => `/api/${names.map(encodeURIComponent).join('/')}`;

/** The same place, asked only what would come of it. */
const dry = (path: string) => `${path}?dry_run=report`;

const at = (id: string) => `/api/services/${encodeURIComponent(id)}`;

/** All pages of a list. */
async function all<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  do {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = await ask<Page<T>>('GET', `${path}?limit=1000${more}`, undefined, signal);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

export const api = {
  hub: (signal?: AbortSignal) => ask<Hub>('GET', '/api/hub', undefined, signal),
  services: (signal?: AbortSignal) => all<Service>('/api/services', signal),
  projects: (signal?: AbortSignal) => all<Project>('/api/projects', signal),
  targets: (project: string, signal?: AbortSignal) => all<Target>(`/api/projects/${encodeURIComponent(project)}/targets`, signal),
  service: (id: string, signal?: AbortSignal) => ask<Service>('GET', at(id), undefined, signal),
  health: (id: string, signal?: AbortSignal) => ask<Health>('GET', `${at(id)}/health`, undefined, signal),
  history: (id: string, from: string, points: number, signal?: AbortSignal) =>
    ask<History>('GET', `${at(id)}/history?from=${from}&points=${points}`, undefined, signal),
  resources: (id: string, from: string, points: number, signal?: AbortSignal) =>
    ask<Resources>('GET', `${at(id)}/resources?from=${from}&points=${points}`, undefined, signal),
  uptime: (id: string, window: string, signal?: AbortSignal) => ask<Uptime>('GET', `${at(id)}/uptime?window=${window}`, undefined, signal),
  trend: (id: string, window: string, signal?: AbortSignal) => ask<Trend>('GET', `${at(id)}/trend?window=${window}`, undefined, signal),
  days: (id: string, days: number, signal?: AbortSignal) => ask<UptimeDays>('GET', `${at(id)}/uptime/days?days=${days}`, undefined, signal),
  versions: (id: string, window: string, signal?: AbortSignal) =>
    ask<Uptime>('GET', `${at(id)}/uptime?window=${window}&by=version`, undefined, signal),
  strips: (ids: readonly string[], signal?: AbortSignal) =>
    ask<UptimeStrips>('GET', `/api/uptime?ids=${ids.map(encodeURIComponent).join()}`, undefined, signal),
  maintenance: (id: string, signal?: AbortSignal) =>
    ask<Page<Maintenance>>('GET', `/api/maintenance?state=active&of=${encodeURIComponent(id)}`, undefined, signal),
  /** How one service stood in each of so many parts of a time. */
  strip: async (id: string, from: string, to: string, slots: number, signal?: AbortSignal) => {
    const query = `ids=${encodeURIComponent(id)}&from=${from}&to=${to}&slots=${slots}`;
    return (await ask<UptimeStrips>('GET', `/api/uptime?${query}`, undefined, signal)).items[0]?.slots ?? [];
  },
  explain: (id: string, signal?: AbortSignal) => ask<Explanation>('GET', `${at(id)}/explain`, undefined, signal),
  changes: (id: string, limit: number, signal?: AbortSignal) =>
    ask<Page<DefinitionChange>>('GET', `${at(id)}/changes?limit=${limit}`, undefined, signal),
  evidence: (id: string, limit: number, signal?: AbortSignal) =>
    ask<Page<Evidence>>('GET', `${at(id)}/evidence?limit=${limit}`, undefined, signal),
  events: (id: string, limit: number, signal?: AbortSignal) =>
    ask<Page<ChangeEvent>>('GET', `${at(id)}/events?limit=${limit}`, undefined, signal),
  allEvents: (limit: number, signal?: AbortSignal) => ask<Page<ChangeEvent>>('GET', `/api/events?limit=${limit}`, undefined, signal),
  check: (id: string) => ask<Result>('POST', `${at(id)}/check`),
  pause: (id: string) => ask<unknown>('POST', `${at(id)}/pause`),
  resume: (id: string) => ask<unknown>('POST', `${at(id)}/resume`),
  declare: (id: string, service: Record<string, unknown>) => ask<Service>('PUT', at(id), service),
  checkTarget: (project: string, target: string) =>
    ask<{ success: boolean; error?: string }>('POST', `/api/monitoring/${encodeURIComponent(project)}/${encodeURIComponent(target)}/check`),
  me: (signal?: AbortSignal) => ask<Caller>('GET', '/api/me', undefined, signal),
  schema: (signal?: AbortSignal) => ask<unknown>('GET', '/schema/hale.json', undefined, signal),
  definition: (path: string, signal?: AbortSignal) => ask<Definition>('GET', `${path}/definition`, undefined, signal),
  defaults: (query: Record<string, string>, signal?: AbortSignal) =>
    ask<{ inherited: Record<string, Inherited> }>('GET', `/api/defaults?${new URLSearchParams(query)}`, undefined, signal),
  write: <T>(method: string, path: string, body: unknown, ifMatch?: string) => ask<T>(method, path, body, undefined, ifMatch),
  rehearse: (method: string, path: string, body: unknown, signal?: AbortSignal) => ask<Definition>(method, dry(path), body, signal),
  rehearseRemoval: (path: string, signal?: AbortSignal) => ask<void>('DELETE', dry(path), undefined, signal),
  remove: (path: string) => ask<void>('DELETE', path),
  attempt: (noun: string, body: unknown) => ask<Trial>('POST', `/api/check?for=${noun}`, body),
  login: (token: string) => ask<unknown>('POST', '/api/login', { token }),
};
