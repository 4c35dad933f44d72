import { latency } from '../../format/numbers';
import type { Trend } from '../../wire/types';

/** Below this change of percent nothing is said to have become faster or slower. */
const NOTABLE = 5;

/** A week against the week before, in a sentence; nothing while one of them is not known. */
export function week(trend: Trend | undefined): string | null {
  const now = trend?.now.latency_ms?.p95;
  const change = trend?.p95_change_percent;
  if (now === undefined || change === undefined || change === null) return null;
  const than = Math.abs(change) < NOTABLE ? 'as in' : `${Math.round(Math.abs(change))} % ${change > 0 ? 'slower' : 'faster'} than`;
  return `p95 of 7 days is ${latency(now)}, ${than} the week before`;
}
