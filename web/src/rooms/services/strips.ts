import { useEffect, useSyncExternalStore } from 'react';
import { live } from '../../live/store';
import { api } from '../../wire/api';
import type { UptimeStrip, UptimeStrips } from '../../wire/types';

/** How long rows must stay in sight before they are asked for, how long an answer holds, and how long to wait after none came. */
export const REST_MS = 250;
export const FRESH_MS = 60_000;
export const AGAIN_MS = 10_000;

/** How often it is looked whether something is to be asked again; so soon after an answer nothing is. */
export const LOOK_MS = 5_000;

/** So long after a change the hub may still be writing it. */
const WRITING_MS = 2_000;

/** How many are asked for at once: more than a tall screen has rows, and still a short address. */
export const MOST = 50;

type Ask = (ids: readonly string[], signal: AbortSignal) => Promise<UptimeStrips>;

/**
 * The last day of the services in sight. However fast somebody scrolls, one question at a time is under way, of rows that rested; one of which every row
 * was scrolled past is given up.
 */
export class Strips {
  private readonly known = new Map<string, { at: number; to: number; strip: UptimeStrip | undefined }>();
  private readonly listeners = new Set<() => void>();
  private readonly ask: Ask;
  private readonly since: (id: string) => number;
  private wanted: readonly string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: { ids: readonly string[]; stop: AbortController } | undefined;

  /** @param since - When a service changed last, by the hub's clock: what is of before then is asked for again. */
  constructor(ask: Ask, since: (id: string) => number) {
    this.ask = ask;
    this.since = since;
  }

  /** Says which services are in sight now. */
  want(ids: readonly string[]): void {
    this.wanted = ids;
    if (this.running && !this.running.ids.some((id) => ids.includes(id))) this.running.stop.abort();
    this.wake(REST_MS);
  }

  of(id: string): UptimeStrip | undefined {
    return this.known.get(id)?.strip;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private wake(ms: number): void {
    clearTimeout(this.timer);
    this.timer = this.wanted.length > 0 ? setTimeout(() => void this.run(), ms) : undefined;
  }

  private due(now: number): string[] {
    return this.wanted.filter((id) => {
      const known = this.known.get(id);
      return !known || now - known.at >= (this.since(id) > known.to - WRITING_MS ? LOOK_MS : FRESH_MS);
    });
  }

  private async run(): Promise<void> {
    if (this.running) return;
    const ids = this.due(Date.now()).slice(0, MOST);
    if (ids.length === 0) return this.wake(LOOK_MS);
    const stop = new AbortController();
    this.running = { ids, stop };
    let pause = 0;
    try {
      const { items, to } = await this.ask(ids, stop.signal);
      const found = new Map(items.map((one) => [one.service_id, one]));
      const at = Date.now();
      // One that the hub does not know any more is not asked for again at once.
      for (const id of ids) this.known.set(id, { at, to: Date.parse(to), strip: found.get(id) });
      for (const listener of this.listeners) listener();
    } catch {
      // What was scrolled past is no fault; without the others the column stays as it is.
      pause = stop.signal.aborted ? REST_MS : AGAIN_MS;
    }
    this.running = undefined;
    this.wake(pause);
  }
}

const strips = new Strips(api.strips, (id) => Date.parse(live.board.services.get(id)?.health.since ?? '') || 0);

/** Fetches the last day of the services in sight, and again while they stay there. */
export function useStrips(ids: readonly string[]): void {
  const key = ids.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are new with every drawing; their text is what counts
  useEffect(() => strips.want(ids), [key]);
  useEffect(() => () => strips.want([]), []);
}

/** The last day of a service, as far as it was fetched. */
export function useStrip(id: string): UptimeStrip | undefined {
  return useSyncExternalStore(strips.subscribe, () => strips.of(id));
}
