import type { Phases } from '../wire/types';

const PHASES: { name: string; field: keyof Phases; fill: string }[] = [
  { name: 'dns', field: 'dns_ms', fill: 'bg-slate-400' },
  { name: 'connect', field: 'connect_ms', fill: 'bg-sky-400' },
  { name: 'tls', field: 'tls_ms', fill: 'bg-indigo-400' },
  { name: 'first byte', field: 'first_byte_ms', fill: 'bg-emerald-400' },
];

export interface Slice {
  name: string;
  ms: number;
  fill: string;
}

/** Where the time of a check went; what no phase accounts for is the rest, most often the body. */
export function slices(phases: Phases): Slice[] {
  const known = PHASES.flatMap(({ name, field, fill }) => {
    const ms = phases[field];
    return ms == null ? [] : [{ name, ms, fill }];
  });
  const rest = (phases.total_ms ?? 0) - known.reduce((sum, one) => sum + one.ms, 0);
  return rest > 0.05 ? [...known, { name: 'rest', ms: rest, fill: 'bg-teal-600' }] : known;
}
