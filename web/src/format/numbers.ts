/** Figures, written one way everywhere. A thin space never, a plain space before every unit. */

/** A measured latency: `0.4 ms`, `12 ms`, `1.31 s`, `12.4 s`. */
export function latency(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '–';
  if (ms < 9.95) return `${trim(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${(ms / 1000).toFixed(2)} s`;
  return `${(ms / 1000).toFixed(1)} s`;
}

/** A percentage with as many places as it takes to see that it is not 100: `100 %`, `99.98 %`, `97.5 %`. */
export function percent(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value >= 100) return '100 %';
  // Rounding must not turn almost perfect into perfect.
  const places = value >= 99 ? 2 : 1;
  const factor = 10 ** places;
  return `${trim((Math.floor(value * factor) / factor).toFixed(places))} %`;
}

const COUNT = new Intl.NumberFormat('en-US');

/** A count: `1,204`. */
export function count(value: number): string {
  return COUNT.format(value);
}

/** A count with its noun: `1 service`, `2 services`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
