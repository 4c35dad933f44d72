import { layout as arrange, Graph } from '@dagrejs/dagre';
import type { Edge, Picture } from './picture';
import { key } from './picture';

interface Size {
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

export interface Place extends Point {
  id: string;
}

/** What surrounds the services of a project; from its corner at the top left. */
export interface Frame extends Point, Size {
  project: string;
}

/** How large a box is and how far boxes stand apart. */
export interface Grain extends Size {
  /** Between boxes of a layer. */
  gap: number;
  /** Between layers, where the lines run. */
  layers: number;
}

export interface Layout extends Size {
  grain: Grain;
  places: Map<string, Place>;
  frames: Frame[];
  /** SVG paths, by the edge's key. */
  paths: Map<string, string>;
}

/** Boxes that say their status in a word. */
export const FULL: Grain = { width: 172, height: 42, gap: 12, layers: 84 };

/** Boxes of one line, for pictures of so many that they would be too small to be read. */
export const DENSE: Grain = { width: 112, height: 26, gap: 6, layers: 34 };

/** Above this many boxes the dense ones are drawn. */
const MANY = 60;

const MARGIN = 20;
const BETWEEN_FRAMES = 26;
const PADDING = 12;
const HEADING = 26;

/** What a screen is wider than high. */
const WIDER = 1.5;

/** A frame is easiest read when it is a little wider than high. */
const FRAME_WIDER = 1.7;

/**
 * Boxes in layers, what is needed to the right of what needs it; those of a project stand in a frame of its own, and frames stand in columns in the same
 * order. A layer, or a column of frames, that is too high goes on in the next one, so that the picture has the shape of a screen.
 */
export function layout({ nodes, edges }: Picture): Layout {
  const grain = nodes.length > MANY ? DENSE : FULL;
  const places = new Map<string, Place>();
  const frames: Frame[] = [];
  const groups = Map.groupBy(nodes, (one) => one.project);
  const framed = groups.size > 1;
  const blocks = [...groups].map(([project, members]) => ({ project, ...block(members, edges, grain, framed ? FRAME_WIDER : WIDER) }));
  const around = framed ? { x: PADDING, y: HEADING } : { x: 0, y: 0 };
  const sized = blocks.map((one) => ({
    ...one,
    width: one.width + 2 * around.x,
    height: one.height + around.y + (framed ? PADDING : 0),
  }));
  let [x, bottom] = [MARGIN, 0];
  for (const column of columns(inOrder(sized, nodes, edges))) {
    let y = MARGIN;
    const width = Math.max(...column.map((one) => one.width));
    for (const one of column) {
      if (framed) frames.push({ project: one.project, x, y, width, height: one.height });
      const inset = (width - one.width) / 2;
      for (const place of one.places) places.set(place.id, { id: place.id, x: x + around.x + inset + place.x, y: y + around.y + place.y });
      y += one.height + BETWEEN_FRAMES;
    }
    bottom = Math.max(bottom, y - BETWEEN_FRAMES + MARGIN);
    x += width + BETWEEN_FRAMES;
  }
  const paths = new Map<string, string>();
  for (const edge of edges) {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (from && to) paths.set(key(edge), curve(from, to, grain));
  }
  const empty = nodes.length === 0;
  return { grain, width: empty ? 0 : x - BETWEEN_FRAMES + MARGIN, height: empty ? 0 : bottom, places, frames, paths };
}

interface Block extends Size {
  places: Place[];
}

/** The services of one project, from its corner at the top left. */
function block(members: Picture['nodes'], edges: Picture['edges'], grain: Grain, wider: number): Block {
  const ids = new Set(members.map((one) => one.id));
  const layers = layered(
    members,
    edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    grain,
  );
  const [across, down] = [grain.width + grain.gap, grain.height + grain.gap];
  const rows = fitting(
    layers.map((layer) => layer.length),
    grain,
    wider,
  );
  const height = Math.min(rows, Math.max(1, ...layers.map((layer) => layer.length))) * down - grain.gap;
  const places: Place[] = [];
  let left = 0;
  for (const layer of layers) {
    const count = Math.ceil(layer.length / rows);
    const tall = Math.ceil(layer.length / count);
    layer.forEach((id, at) => {
      const column = Math.floor(at / tall);
      const inColumn = Math.min(tall, layer.length - column * tall);
      const top = (height - inColumn * down + grain.gap) / 2;
      places.push({ id, x: left + column * across + grain.width / 2, y: top + (at % tall) * down + grain.height / 2 });
    });
    left += count * across - grain.gap + grain.layers;
  }
  return { width: left - grain.layers, height, places };
}

/** Which stand in which layer, and in which order, so that few lines cross (Sugiyama's method, as dagre has it). */
function layered(nodes: Picture['nodes'], edges: readonly Edge[], grain: Grain): string[][] {
  // The order in which boxes are given is the order in a layer that the layout begins from.
  const boxes = [...nodes].sort((a, b) => order(a.name, b.name)).map(({ id }) => ({ id, width: grain.width, height: grain.height }));
  const placed = arranged(boxes, edges, grain);
  const layers: string[][] = [];
  placed.forEach(({ id, x }, at) => {
    if (at === 0 || x - (placed[at - 1]?.x ?? x) > 1) layers.push([]);
    layers.at(-1)?.push(id);
  });
  return layers;
}

/** Blocks from those that need others to those that are needed. */
function inOrder<T extends Size & { project: string }>(blocks: readonly T[], nodes: Picture['nodes'], edges: Picture['edges']): T[] {
  const projects = new Map(nodes.map((one) => [one.id, one.project]));
  const between = new Map<string, Edge>();
  for (const edge of edges) {
    const [from, to] = [projects.get(edge.from), projects.get(edge.to)];
    if (from && to && from !== to) between.set(`${from} ${to}`, { from, to });
  }
  const named = [...blocks].sort((a, b) => order(a.project, b.project)).map(({ project, width, height }) => ({ id: project, width, height }));
  const placed = arranged(named, [...between.values()], DENSE).map((one) => one.id);
  return [...blocks].sort((a, b) => placed.indexOf(a.project) - placed.indexOf(b.project));
}

/** Boxes by layer, and by their order in it. */
function arranged(boxes: readonly (Size & { id: string })[], edges: readonly Edge[], grain: Grain): Place[] {
  if (boxes.length === 0) return [];
  const graph = new Graph({ multigraph: false, compound: false });
  graph.setGraph({ rankdir: 'LR', nodesep: grain.gap, ranksep: grain.layers });
  graph.setDefaultEdgeLabel(() => ({}));
  // A block is as wide as any: where its middle is says in which layer it stands.
  for (const { id, height } of boxes) graph.setNode(id, { width: grain.width, height });
  for (const { from, to } of edges) graph.setEdge(from, to);
  arrange(graph);
  return boxes
    .map(({ id }): Place => ({ id, ...(graph.node(id) as Point) }))
    .sort((a, b) => Math.round(a.x) - Math.round(b.x) || a.y - b.y);
}

/** How many boxes a column may hold so that they are drawn as large as can be. */
function fitting(sizes: readonly number[], grain: Grain, wider: number): number {
  let best = { rows: 1, scale: 0 };
  for (let rows = 1; rows <= Math.max(1, ...sizes); rows++) {
    const width = sizes.reduce((sum, size) => sum + Math.ceil(size / rows) * (grain.width + grain.gap) + grain.layers, 0);
    const scale = Math.min(wider / width, 1 / (rows * (grain.height + grain.gap)));
    if (scale > best.scale) best = { rows, scale };
  }
  return best.rows;
}

/** Blocks in columns, in their order, so that the whole is drawn as large as can be. */
function columns<T extends Size>(blocks: readonly T[]): T[][] {
  let best: { columns: T[][]; scale: number } = { columns: [], scale: 0 };
  const whole = blocks.reduce((sum, one) => sum + one.height + BETWEEN_FRAMES, 0);
  const highest = Math.max(0, ...blocks.map((one) => one.height));
  for (let count = 1; count <= blocks.length; count++) {
    const limit = Math.max(highest, whole / count);
    const filled: T[][] = [];
    let used = Number.POSITIVE_INFINITY;
    for (const one of blocks) {
      // A block goes where more of it lies within the limit than beyond.
      if (used + one.height / 2 > limit) {
        filled.push([]);
        used = 0;
      }
      filled.at(-1)?.push(one);
      used += one.height + BETWEEN_FRAMES;
    }
    const width = filled.reduce((sum, column) => sum + Math.max(...column.map((one) => one.width)) + BETWEEN_FRAMES, 0);
    const height = Math.max(...filled.map((column) => column.reduce((sum, one) => sum + one.height + BETWEEN_FRAMES, 0)));
    const scale = Math.min(WIDER / width, 1 / height);
    if (scale > best.scale) best = { columns: filled, scale };
  }
  return best.columns;
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const round = (value: number) => Math.round(value * 10) / 10;

/** A line from the right of one box to the left of another, which leaves and arrives level. */
export function curve(from: Point, to: Point, { width, layers }: Grain): string {
  const [x1, x2] = [from.x + width / 2, to.x - width / 2];
  const bend = Math.max(layers / 3, Math.abs(x2 - x1) / 2);
  return `M${round(x1)} ${round(from.y)}C${round(x1 + bend)} ${round(from.y)} ${round(x2 - bend)} ${round(to.y)} ${round(x2)} ${round(to.y)}`;
}

/** The box that is nearest in a direction, of those in front of it; null when there is none. */
export function towards(from: Place, places: Iterable<Place>, way: 'left' | 'right' | 'up' | 'down', { width }: Size): Place | null {
  const across = way === 'left' || way === 'right';
  const sign = way === 'left' || way === 'up' ? -1 : 1;
  let best: { place: Place; far: number } | null = null;
  for (const place of places) {
    const along = sign * (across ? place.x - from.x : place.y - from.y);
    const beside = Math.abs(across ? place.y - from.y : place.x - from.x);
    if (along <= 1 || (!across && beside > width)) continue;
    // Far along weighs less than far aside.
    const far = along + 2 * beside;
    if (!best || far < best.far) best = { place, far };
  }
  return best?.place ?? null;
}
