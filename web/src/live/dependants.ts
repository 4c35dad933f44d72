import type { Service } from '../wire/types';

/** Everything that needs a service, directly or not: nearest first, each once. */
export function dependants(id: string, services: readonly Service[]): Service[] {
  const needing = new Map<string, Service[]>();
  for (const service of services)
    for (const needed of service.depends_on) {
      const known = needing.get(needed);
      if (known) known.push(service);
      else needing.set(needed, [service]);
    }
  const found = new Map<string, Service>();
  const waiting = [id];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    for (const service of needing.get(next) ?? []) {
      if (service.id === id || found.has(service.id)) continue;
      found.set(service.id, service);
      waiting.push(service.id);
    }
  return [...found.values()];
}
