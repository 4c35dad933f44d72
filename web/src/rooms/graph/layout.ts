import { layout as arrange, Graph } from '@dagrejs/dagre';
import type { Picture } from './picture';
import { key } from './picture';

export const WIDTH = 172;
export const HEIGHT = 42;

interface Point {
  x: number;
  y: number;
}

export interface Place extends Point {
  id: string;
}

export interface Layout {
  width: number;
  height: number;
  places: Map<string, Place>;
  /** SVG paths, by the edge's key. */
  paths: Map<string, string>;
}

const GAP = 12;
const BETWEEN_LAYERS = 84;
const MARGIN = 20;

/** What a screen is wider than high. */
const WIDER = 1.4;

/**
 * Boxes in layers, what is needed to the right of what needs it. A layer of very many stands in several columns, so that the picture has the shape of a
 * screen and its boxes can be read.
 */
export function layout({ nodes, edges }: Picture): Layout {
  const layers = layered(nodes, edges);
  const rows = fitting(layers.map((layer) => layer.length));
  const height = 2 * MARGIN + Math.min(rows, Math.max(1, ...layers.map((layer) => layer.length))) * (HEIGHT + GAP) - GAP;
  const places = new Map<string, Place>();
  let left = MARGIN;
  for (const layer of layers) {
    const columns = Math.ceil(layer.length / rows);
    const tall = Math.ceil(layer.length / columns);
    layer.forEach((id, at) => {
      const column = Math.floor(at / tall);
      const inColumn = Math.min(tall, layer.length - column * tall);
      const top = (height - inColumn * (HEIGHT + GAP) + GAP) / 2;
      places.set(id, { id, x: left + column * (WIDTH + GAP) + WIDTH / 2, y: top + (at % tall) * (HEIGHT + GAP) + HEIGHT / 2 });
    });
    left += columns * (WIDTH + GAP) - GAP + BETWEEN_LAYERS;
  }
  const paths = new Map<string, string>();
  for (const edge of edges) {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (from && to) paths.set(key(edge), curve(from, to));
  }
  return { width: layers.length === 0 ? 0 : left - BETWEEN_LAYERS + MARGIN, height: layers.length === 0 ? 0 : height, places, paths };
}

/** Which stand in which layer, and in which order, so that few lines cross (Sugiyama's method, as dagre has it). */
function layered(nodes: Picture['nodes'], edges: Picture['edges']): string[][] {
  if (nodes.length === 0) return [];
  const graph = new Graph({ multigraph: false, compound: false });
  graph.setGraph({ rankdir: 'LR', nodesep: GAP, ranksep: BETWEEN_LAYERS });
  graph.setDefaultEdgeLabel(() => ({}));
  // The order in which boxes are given is the order in a layer that the layout begins from: services of a project stand together.
  for (const one of [...nodes].sort((a, b) => order(a.project, b.project) || order(a.name, b.name)))
    graph.setNode(one.id, { width: WIDTH, height: HEIGHT });
  for (const { from, to } of edges) graph.setEdge(from, to);
  arrange(graph);
  const placed = nodes
    .map(({ id }): Place => ({ id, ...(graph.node(id) as Point) }))
    .sort((a, b) => Math.round(a.x) - Math.round(b.x) || a.y - b.y);
  const layers: string[][] = [];
  placed.forEach(({ id, x }, at) => {
    if (at === 0 || x - (placed[at - 1]?.x ?? x) > 1) layers.push([]);
    layers.at(-1)?.push(id);
  });
  return layers;
}

/** How many boxes a column may hold so that they are drawn as large as can be. */
function fitting(sizes: readonly number[]): number {
  let best = { rows: 1, scale: 0 };
  for (let rows = 1; rows <= Math.max(1, ...sizes); rows++) {
    const width = sizes.reduce((sum, size) => sum + Math.ceil(size / rows) * (WIDTH + GAP) + BETWEEN_LAYERS, 0);
    const scale = Math.min(WIDER / width, 1 / (rows * (HEIGHT + GAP)));
    if (scale > best.scale) best = { rows, scale };
  }
  return best.rows;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const round = (value: number) => Math.round(value * 10) / 10;

/** A line from the right of one box to the left of another, which leaves and arrives level. */
export function curve(from: Point, to: Point): string {
  const [x1, x2] = [from.x + WIDTH / 2, to.x - WIDTH / 2];
  const bend = Math.max(28, Math.abs(x2 - x1) / 2);
  return `M${round(x1)} ${round(from.y)}C${round(x1 + bend)} ${round(from.y)} ${round(x2 - bend)} ${round(to.y)} ${round(x2)} ${round(to.y)}`;
}

/** The box that is nearest in a direction, of those in front of it; null when there is none. */
export function towards(from: Place, places: Iterable<Place>, way: 'left' | 'right' | 'up' | 'down'): Place | null {
  const across = way === 'left' || way === 'right';
  const sign = way === 'left' || way === 'up' ? -1 : 1;
  let best: { place: Place; far: number } | null = null;
  for (const place of places) {
    const along = sign * (across ? place.x - from.x : place.y - from.y);
    const beside = Math.abs(across ? place.y - from.y : place.x - from.x);
    if (along <= 1 || (!across && beside > WIDTH)) continue;
    // Far along weighs less than far aside.
    const far = along + 2 * beside;
    if (!best || far < best.far) best = { place, far };
  }
  return best?.place ?? null;
}
