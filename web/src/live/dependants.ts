import type { Service } from '../wire/types';

/** The services that need a service themselves. */
export const needing = (id: string, services: readonly Service[]): Service[] => services.filter((one) => one.depends_on.includes(id));

/** Everything that needs a service, directly or not: nearest first, each once. */
export function dependants(id: string, services: readonly Service[]): Service[] {
  const by = new Map<string, Service[]>();
  for (const service of services)
    for (const needed of service.depends_on) {
      const known = by.get(needed);
      if (known) known.push(service);
      else by.set(needed, [service]);
    }
  const found = new Map<string, Service>();
  const waiting = [id];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    for (const service of by.get(next) ?? []) {
      if (service.id === id || found.has(service.id)) continue;
      found.set(service.id, service);
      waiting.push(service.id);
    }
  return [...found.values()];
}
