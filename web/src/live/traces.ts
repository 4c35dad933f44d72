import type { Result } from '../wire/types';

/** How many of the newest results of each service are kept, for its sparkline. */
export const KEPT = 40;

/** The newest latencies of one service in a ring; NaN where the check failed. */
export class Trace {
  private readonly values = new Float32Array(KEPT).fill(Number.NaN);
  private next = 0;
  /** How many results the ring holds. */
  size = 0;

  add(latencyMs: number | null | undefined, success: boolean): void {
    this.values[this.next] = success && latencyMs != null ? latencyMs : Number.NaN;
    this.next = (this.next + 1) % KEPT;
    this.size = Math.min(KEPT, this.size + 1);
  }

  /** Oldest first. */
  toArray(): number[] {
    const start = this.size < KEPT ? 0 : this.next;
    return Array.from({ length: this.size }, (_, i) => this.values[(start + i) % KEPT] as number);
  }

  /** A trace that begins with what the hub remembers. */
  static of(results: readonly Result[]): Trace {
    const trace = new Trace();
    for (const result of results.slice(-KEPT)) trace.add(result.latency_ms, result.success);
    return trace;
  }
}
