import type { HistoryPoint } from '../wire/types';

/** The point that a key leads to; null for other keys, and where there is none. Points without a check are passed over. */
export function walked(key: string, points: readonly HistoryPoint[], at: number | null): number | null {
  const from = at ?? points.length;
  const back = (of: 'checks' | 'failures', before: number) => points.findLastIndex((one, i) => i < before && one[of] > 0);
  const on = (of: 'checks' | 'failures', after: number) => points.findIndex((one, i) => i > after && one[of] > 0);
  const next = new Map([
    ['ArrowLeft', back('checks', from)],
    ['ArrowRight', on('checks', from)],
    ['PageUp', back('failures', from)],
    ['PageDown', on('failures', from)],
    ['Home', on('checks', -1)],
    ['End', back('checks', points.length)],
  ]).get(key);
  return next === undefined || next < 0 ? null : next;
}
