import { grouped } from '../../format/groups';
import { layered } from './layers';
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
export const DENSE: Grain = { width: 112, height: 26, gap: 6, layers: 26 };

/** Above this many boxes the dense ones are drawn. */
const MANY = 60;

/** No picture that is drawn has the shape of a screen with more boxes one above the other. */
const MOST_ROWS = 60;

const MARGIN = 16;
const BETWEEN_FRAMES = 22;
const PADDING = 12;
const HEADING = 30;

/** What a screen is wider than high. */
const WIDER = 1.35;

interface Block extends Size {
  project: string;
  places: Place[];
}

/**
 * Boxes in layers, what is needed to the right of what needs it; those of a project stand in a frame of its own, and frames stand in columns in the same
 * order. How many boxes a layer may hold is chosen so that the whole, in the shape of a screen, is drawn as large as can be.
 */
export function layout({ nodes, edges }: Picture): Layout {
  const grain = nodes.length > MANY ? DENSE : FULL;
  const groups = [...grouped(nodes, (one) => one.project)].map(([project, all]) => ({ project, all, edges: within(all, edges) }));
  const names = projectsInOrder(nodes, edges);
  const framed = groups.length > 1;
  let best: { columns: Block[][][]; size: Size; scale: number } = { columns: [], size: { width: 0, height: 0 }, scale: 0 };
  const most = Math.min(MOST_ROWS, Math.max(0, ...groups.map((one) => one.all.length)));
  for (let rows = 1; rows <= most; rows++) {
    const blocks = groups.map((one) => block(one.project, one.all, one.edges, { grain, rows, framed }));
    blocks.sort((a, b) => (names.get(a.project) ?? 0) - (names.get(b.project) ?? 0));
    for (const each of columnings(blocks)) {
      const columns = each.map(shelved);
      const size = sizeOf(columns);
      const scale = Math.min(WIDER / size.width, 1 / size.height);
      if (scale > best.scale) best = { columns, size, scale };
    }
  }
  const { places, frames } = placed(best.columns, framed);
  const paths = new Map<string, string>();
  for (const edge of edges) {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (from && to) paths.set(key(edge), curve(from, to, grain));
  }
  return { grain, ...best.size, places, frames, paths };
}

function within(members: Picture['nodes'], edges: readonly Edge[]): Edge[] {
  const ids = new Set(members.map((one) => one.id));
  return edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
}

/** Projects from those that need others to those that are needed, with their place in that order. */
function projectsInOrder(nodes: Picture['nodes'], edges: readonly Edge[]): Map<string, number> {
  const projects = new Map(nodes.map((one) => [one.id, one.project]));
  const between = new Map<string, Edge>();
  for (const edge of edges) {
    const [from, to] = [projects.get(edge.from), projects.get(edge.to)];
    if (from && to && from !== to) between.set(`${from} ${to}`, { from, to });
  }
  const layers = layered([...new Set(projects.values())].sort(order), [...between.values()]);
  return new Map(layers.flat().map((project, at) => [project, at]));
}

/** The services of one project, from its corner at the top left. */
function block(
  project: string,
  members: Picture['nodes'],
  edges: readonly Edge[],
  { grain, rows, framed }: { grain: Grain; rows: number; framed: boolean },
): Block {
  const names = [...members].sort((a, b) => order(a.name, b.name)).map((one) => one.id);
  const layers = layered(names, edges, rows);
  const [left, top] = framed ? [PADDING, HEADING] : [0, 0];
  const [across, down] = [grain.width + grain.layers, grain.height + grain.gap];
  const tall = Math.max(...layers.map((layer) => layer.length));
  const places = layers.flatMap((layer, column) =>
    layer.map((id, row): Place => {
      const above = ((tall - layer.length) * down) / 2;
      return { id, x: left + column * across + grain.width / 2, y: top + above + row * down + grain.height / 2 };
    }),
  );
  return {
    project,
    places,
    width: 2 * left + layers.length * across - grain.layers,
    height: top + tall * down - grain.gap + left,
  };
}

/** The ways in which blocks may stand in columns, in their order: in one, in two … each about as high as the others. */
function* columnings(blocks: readonly Block[]): Iterable<Block[][]> {
  const whole = blocks.reduce((sum, one) => sum + one.height + BETWEEN_FRAMES, 0);
  for (let count = 1; count <= blocks.length; count++) {
    const columns: Block[][] = [];
    let used = Number.POSITIVE_INFINITY;
    for (const one of blocks) {
      // A block goes where more of it lies within the height than beyond.
      if (used + one.height / 2 > whole / count) {
        columns.push([]);
        used = 0;
      }
      columns.at(-1)?.push(one);
      used += one.height + BETWEEN_FRAMES;
    }
    yield columns;
  }
}

/** Small blocks of a column stand side by side, as far as the widest of it lets them. */
function shelved(column: readonly Block[]): Block[][] {
  const room = Math.max(...column.map((one) => one.width));
  const shelves: Block[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const one of column) {
    if (used + one.width > room) {
      shelves.push([]);
      used = 0;
    }
    shelves.at(-1)?.push(one);
    used += one.width + BETWEEN_FRAMES;
  }
  return shelves;
}

const widthOf = (column: readonly Block[][]) => Math.max(...column.flat().map((one) => one.width));
const highest = (shelf: readonly Block[]) => Math.max(...shelf.map((one) => one.height));

function sizeOf(columns: readonly Block[][][]): Size {
  const heights = columns.map((column) => column.reduce((sum, shelf) => sum + highest(shelf) + BETWEEN_FRAMES, 0));
  return {
    width: columns.reduce((sum, column) => sum + widthOf(column) + BETWEEN_FRAMES, 0) - BETWEEN_FRAMES + 2 * MARGIN,
    height: Math.max(...heights) - BETWEEN_FRAMES + 2 * MARGIN,
  };
}

function placed(columns: readonly Block[][][], framed: boolean): Pick<Layout, 'places' | 'frames'> {
  const places = new Map<string, Place>();
  const frames: Frame[] = [];
  let left = MARGIN;
  for (const column of columns) {
    let y = MARGIN;
    for (const shelf of column) {
      const height = highest(shelf);
      let x = left;
      for (const one of shelf) {
        if (framed) frames.push({ project: one.project, x, y, width: one.width, height });
        for (const place of one.places) places.set(place.id, { id: place.id, x: x + place.x, y: y + place.y });
        x += one.width + BETWEEN_FRAMES;
      }
      y += height + BETWEEN_FRAMES;
    }
    left += widthOf(column) + BETWEEN_FRAMES;
  }
  return { places, frames };
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
