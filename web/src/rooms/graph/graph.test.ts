import { describe, expect, it } from 'vitest';
import { dependants } from '../../live/dependants';
import type { Service } from '../../wire/types';
import { reach } from './Blast';
import { layered } from './layers';
import { curve, DENSE, FULL, layout, towards } from './layout';
import { blastEdges, causePath, picture } from './picture';
import { opening, showing, whole, zoomed } from './view';

const service = (id: string, depends_on: string[] = [], more: { status?: string; cause?: string; project?: string } = {}): Service =>
  ({
    id,
    name: id,
    project: more.project ?? 'shop',
    depends_on,
    paused: false,
    health: { status: more.status ?? 'up', cause: more.cause ?? null },
  }) as unknown as Service;

const SHOP = [
  service('web', ['api']),
  service('api', ['db', 'cache']),
  service('db'),
  service('cache'),
  service('blog', ['missing'], { project: 'blog' }),
  service('report', ['db'], { project: 'office' }),
];

describe('picture', () => {
  it('draws what depends and is depended on, and counts the rest', () => {
    const { nodes, edges, alone, left } = picture(SHOP, null);
    expect(nodes.map((one) => one.id)).toEqual(['web', 'api', 'db', 'cache', 'report']);
    expect(edges).toHaveLength(4);
    expect([alone, left]).toEqual([1, 0]);
  });

  it('draws the far ends of what crosses the border of a project', () => {
    expect(picture(SHOP, 'office').nodes.map((one) => one.id)).toEqual(['db', 'report']);
    expect(picture(SHOP, 'blog').nodes).toEqual([]);
  });

  it('keeps what is not well and its neighbours of too many', () => {
    const many = [
      service('db', [], { status: 'down' }),
      ...Array.from({ length: 50 }, (_, i) => service(`s${i}`, [i === 40 ? 'db' : `s${(i + 1) % 50}`])),
    ];
    const { nodes, edges, left } = picture(many, null, 5);
    expect(nodes.map((one) => one.id)).toEqual(expect.arrayContaining(['db', 's40']));
    expect([nodes.length, left]).toEqual([5, 46]);
    for (const { from, to } of edges) expect(nodes.map((one) => one.id)).toEqual(expect.arrayContaining([from, to]));
  });
});

describe('causePath', () => {
  it('goes from each that is down to the cause, along those that are down because of it', () => {
    const broken = [
      service('web', ['api'], { status: 'down', cause: 'db' }),
      service('api', ['db', 'cache'], { status: 'down', cause: 'db' }),
      service('db', [], { status: 'down' }),
      service('cache'),
    ];
    expect([...causePath(broken)].sort()).toEqual(['api db', 'web api']);
    expect(causePath(SHOP).size).toBe(0);
  });
});

describe('blastEdges', () => {
  it('holds what breaks together', () => {
    const { edges } = picture(SHOP, null);
    expect([...blastEdges('db', dependants('db', SHOP), edges)].sort()).toEqual(['api db', 'report db', 'web api']);
  });
});

describe('layered', () => {
  const edge = (text: string) => ({ from: text[0] as string, to: text[1] as string });

  it('leads every edge to the right, with no layer above its limit, and fills gaps with what has no edge', () => {
    const edges = ['ac', 'bc', 'cd', 'ce', 'cf', 'af'].map(edge);
    const layers = layered([...'abcdefxy'], edges, 2);
    const at = (id: string) => layers.findIndex((layer) => layer.includes(id));
    for (const { from, to } of edges) expect(at(from)).toBeLessThan(at(to));
    expect(Math.max(...layers.map((layer) => layer.length))).toBe(2);
    expect(layers.flat().sort().join('')).toBe('abcdefxy');
    expect(layers).toHaveLength(4);
  });

  it('stands each beside those it has to do with', () => {
    expect(layered([...'abxy'], ['ay', 'bx'].map(edge))).toEqual([
      ['a', 'b'],
      ['y', 'x'],
    ]);
  });

  it('leaves out what closes a circle', () => {
    expect(layered([...'abc'], ['ab', 'bc', 'ca', 'aa'].map(edge))).toEqual([['a'], ['b'], ['c']]);
  });
});

describe('layout', () => {
  it('puts what is needed to the right of what needs it, and no box upon another', () => {
    const { places, paths, frames, width, height } = layout(picture(SHOP, null));
    const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
    expect(at('web').x).toBeLessThan(at('api').x);
    expect(at('api').x).toBeLessThan(at('db').x);
    expect(at('db').x).toBe(at('cache').x);
    expect(frames.map((one) => one.project)).toEqual(['office', 'shop']);
    expect(Math.abs(at('db').y - at('cache').y)).toBeGreaterThan(42);
    expect(paths.get('web api')).toMatch(/^M/);
    expect(width * height).toBeGreaterThan(0);
  });

  it('stands cycles, which the hub refuses, and nothing', () => {
    expect(layout(picture([service('a', ['b']), service('b', ['a'])], null)).places.size).toBe(2);
    expect(layout(picture([], null)).places.size).toBe(0);
  });

  it('puts 300 boxes in the shape of a screen, none upon another', () => {
    const many = Array.from({ length: 300 }, (_, i) => service(`s${i}`, i === 0 ? [] : [`s${Math.floor((i - 1) / 3)}`]));
    const { places, width, height } = layout(picture(many, null));
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.2);
    expect(overlapping([...places.values()].map(({ x, y }) => ({ x, y, ...DENSE })))).toBe(0);
  });

  it('puts 300 boxes of 12 projects into frames, none upon another, each within its own', () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      service(`s${i}`, i === 0 ? [] : [`s${Math.floor((i - 1) / 2)}`], { project: `p${i % 12}` }),
    );
    const { places, frames, grain, width, height } = layout(picture(many, null));
    expect(frames).toHaveLength(12);
    expect(overlapping(frames.map((one) => ({ ...one, x: one.x + one.width / 2, y: one.y + one.height / 2 })))).toBe(0);
    expect(overlapping([...places.values()].map(({ x, y }) => ({ x, y, ...grain })))).toBe(0);
    for (const one of many) {
      const [place, frame] = [places.get(one.id), frames.find(({ project }) => project === one.project)];
      if (!place || !frame) throw new Error(`${one.id} has no place`);
      expect(place.x - grain.width / 2).toBeGreaterThanOrEqual(frame.x);
      expect(place.x + grain.width / 2).toBeLessThanOrEqual(frame.x + frame.width);
      expect(place.y - grain.height / 2).toBeGreaterThanOrEqual(frame.y + 20);
      expect(place.y + grain.height / 2).toBeLessThanOrEqual(frame.y + frame.height);
    }
    expect(width / height).toBeGreaterThan(1);
    expect(width / height).toBeLessThan(2.2);
  });

  it('draws no frame around a project that is alone', () => {
    expect(layout(picture(SHOP.slice(0, 4), null)).frames).toEqual([]);
  });
});

/** How many pairs of boxes, given by their middles, lie upon each other. */
function overlapping(boxes: { x: number; y: number; width: number; height: number }[]): number {
  let count = 0;
  for (const [i, a] of boxes.entries())
    for (const b of boxes.slice(i + 1))
      if (Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2) count++;
  return count;
}

describe('reach', () => {
  it('says what else breaks, and where', () => {
    const [web, api, db, cache] = SHOP as [Service, Service, Service, Service];
    expect(reach(db, [api, web, SHOP[5] as Service])).toBe('If it goes down, 3 services break with it: 2 in shop, 1 in office.');
    expect(reach(api, [web])).toBe('If it goes down, 1 service breaks with it: all in shop.');
    expect(reach(web, [])).toBe('Nothing breaks with it.');
    expect(reach(service('x', [], { status: 'down' }), [cache])).toBe('It is down, and 1 service may break with it: all in shop.');
  });
});

describe('towards', () => {
  it('finds the nearest box in a direction', () => {
    const { places } = layout(picture(SHOP.slice(0, 4), null));
    const of = (id: string) => places.get(id) ?? { id: '', x: Number.NaN, y: Number.NaN };
    expect(towards(of('api'), places.values(), 'left', FULL)?.id).toBe('web');
    expect(['db', 'cache']).toContain(towards(of('api'), places.values(), 'right', FULL)?.id);
    expect(towards(of('web'), places.values(), 'left', FULL)).toBeNull();
  });
});

describe('curve', () => {
  it('leaves the one and arrives at the other level', () => {
    expect(curve({ x: 0, y: 0 }, { x: 400, y: 50 }, FULL)).toBe('M86 0C200 0 200 50 314 50');
  });
});

describe('view', () => {
  const screen = { width: 800, height: 400 };

  it('holds the whole picture, never larger than it is', () => {
    expect(whole({ width: 1600, height: 400 }, screen)).toEqual({ x: 0, y: -200, width: 1600, height: 800 });
    expect(whole({ width: 400, height: 100 }, screen)).toEqual({ x: -200, y: -150, width: 800, height: 400 });
  });

  it('begins with the whole, or with what is around a point where that could not be read', () => {
    expect(opening({ width: 1600, height: 400 }, screen, { x: 9, y: 9 })).toEqual(whole({ width: 1600, height: 400 }, screen));
    expect(opening({ width: 1600, height: 1200 }, { width: 300, height: 600 }, { x: 800, y: 900 })).toEqual({
      x: 550,
      y: 400,
      width: 500,
      height: 1000,
    });
  });

  it('zooms about a point, and not without end', () => {
    expect(zoomed({ x: 0, y: 0, width: 1600, height: 800 }, 2, screen, { x: 0, y: 0 })).toEqual({ x: 0, y: 0, width: 800, height: 400 });
    expect(zoomed({ x: 0, y: 0, width: 800, height: 400 }, 100, screen).width).toBeCloseTo(800 / 1.4);
    expect(zoomed({ x: 0, y: 0, width: 800, height: 400 }, 0.0001, screen).width).toBeCloseTo(800 / 0.12);
  });

  it('moves only as far as a box needs to be seen', () => {
    const view = { x: 0, y: 0, width: 800, height: 400 };
    expect(showing(view, { x: 400, y: 200 })).toEqual(view);
    expect(showing(view, { x: 1000, y: 200 }).x).toBe(320);
    expect(showing(view, { x: -50, y: 200 }).x).toBe(-170);
  });
});
