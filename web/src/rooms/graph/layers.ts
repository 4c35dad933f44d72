import type { Edge } from './picture';

const SWEEPS = 8;

/**
 * Ids in layers from left to right, so that every edge leads to a layer further right and none holds more than `most` (the method of Coffman and Graham,
 * Acta Informatica 1, 1972, simplified), and in an order within them that lets few edges cross (Sugiyama, Tagawa and Toda, 1981: each stands where the middle of
 * its neighbours is). What has no edge fills the gaps. Edges that close a circle are left out of it.
 */
export function layered(ids: readonly string[], edges: readonly Edge[], most = Number.POSITIVE_INFINITY): string[][] {
  const graph = acyclic(ids, edges);
  const levels = new Map<string, number>();
  const filled: number[] = [];
  const place = (id: string, from: number) => {
    let level = from;
    while ((filled[level] ?? 0) >= most) level++;
    filled[level] = (filled[level] ?? 0) + 1;
    levels.set(id, level);
  };
  // Those that are needed come first in this order, and stand at the right.
  for (const id of graph.order) {
    if (graph.connected.has(id)) place(id, Math.max(-1, ...(graph.needs.get(id) ?? []).map((to) => levels.get(to) ?? -1)) + 1);
  }
  for (const id of ids) if (!graph.connected.has(id)) place(id, 0);
  const layers: string[][] = Array.from({ length: filled.length }, () => []);
  for (const id of ids) layers[filled.length - 1 - (levels.get(id) ?? 0)]?.push(id);
  return ordered(layers, graph.needs);
}

interface Acyclic {
  /** Every id after all that it needs. */
  order: string[];
  needs: Map<string, string[]>;
  connected: Set<string>;
}

function acyclic(ids: readonly string[], edges: readonly Edge[]): Acyclic {
  const known = new Set(ids);
  const all = new Map<string, string[]>(ids.map((id) => [id, []]));
  const connected = new Set<string>();
  for (const { from, to } of edges)
    if (known.has(from) && known.has(to) && from !== to) {
      all.get(from)?.push(to);
      connected.add(from).add(to);
    }
  const needs = new Map<string, string[]>(ids.map((id) => [id, []]));
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  // Depth-first with its own stack: a chain may be of any length.
  for (const start of ids) {
    const stack = [{ id: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1) as { id: string; next: number };
      if (top.next === 0 && state.has(top.id)) {
        stack.pop();
        continue;
      }
      state.set(top.id, 'open');
      const to = (all.get(top.id) as string[])[top.next++];
      if (to === undefined) {
        state.set(top.id, 'done');
        order.push(top.id);
        stack.pop();
      } else if (state.get(to) !== 'open') {
        needs.get(top.id)?.push(to);
        if (!state.has(to)) stack.push({ id: to, next: 0 });
      }
    }
  }
  return { order, needs, connected };
}

function ordered(layers: string[][], needs: ReadonlyMap<string, string[]>): string[][] {
  const needed = new Map<string, string[]>();
  for (const [from, all] of needs) for (const to of all) needed.set(to, [...(needed.get(to) ?? []), from]);
  const at = new Map<string, number>();
  const settle = (layer: readonly string[]) => {
    for (const [i, id] of layer.entries()) at.set(id, (i + 0.5) / layer.length);
  };
  for (const layer of layers) settle(layer);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0;
    for (const layer of forth ? layers : [...layers].reverse()) {
      const middle = new Map(
        layer.map((id) => {
          const beside = (forth ? needed : needs).get(id) ?? [];
          const sum = beside.reduce((total, one) => total + (at.get(one) ?? 0), 0);
          return [id, beside.length > 0 ? sum / beside.length : (at.get(id) ?? 0)];
        }),
      );
      layer.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
      settle(layer);
    }
  }
  return layers;
}
