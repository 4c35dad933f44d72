import { useEffect } from 'react';
import { api } from '../wire/api';
import { live } from './store';

/** How many services are asked for at once, and how long rows must stay before they are. */
const WIDE = 4;
const REST_MS = 250;

const asked = new Set<string>();
const queue: string[] = [];
let running = 0;

async function work(): Promise<void> {
  running++;
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    try {
      const { recent } = await api.health(id);
      if (recent?.length) {
        live.board.recall(id, [...recent].reverse());
        live.touch('figures');
      }
    } catch {
      // Without it the sparkline begins with what comes live; asked for again when the row comes back.
      asked.delete(id);
    }
  }
  running--;
}

/** Fetches the recent results of the services on screen, once each, so that sparklines are there at once. */
export function useRecall(ids: readonly string[]): void {
  const key = ids.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids are new with every drawing; their text is what counts
  useEffect(() => {
    const timer = setTimeout(() => {
      // Rows that were scrolled past are of no interest any more.
      for (const id of queue.splice(0)) asked.delete(id);
      for (const id of ids) {
        if (asked.has(id)) continue;
        asked.add(id);
        queue.push(id);
      }
      while (running < WIDE && queue.length > 0) void work();
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [key]);
}
