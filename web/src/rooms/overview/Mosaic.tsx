import { useLayoutEffect, useRef } from 'react';
import type { Tone } from '../../parts/StatusBadge';
import { useDark } from '../../shell/theme';

/** The gap between tiles, in pixels; as the style sheet has it. */
export const GAP = 2;

/** A browser draws no surface that is larger, in its own pixels. */
const LARGEST = 8192;

/** Where thousands are and hundreds change each second, the browser would paint them all anew for each that does. */
export const drawable = (count: number, columns: number, side: number): boolean =>
  columns > 0 && Math.ceil(count / columns) * (side + GAP) * devicePixelRatio <= LARGEST;

interface Props {
  /** How many tiles there will be. */
  count: number;
  /** Of those that are there by now. */
  tones: readonly Tone[];
  columns: number;
  /** Of a tile, in pixels. */
  side: number;
}

interface Drawn {
  /** All but the tones that decide what is seen. */
  shape: string;
  paints: Record<Tone, string>;
  tones: readonly Tone[];
}

/** What tiles look like, all on one surface, on which only those are drawn that changed. It is for the eye alone: the tiles themselves lie over it. */
export function Mosaic({ count, tones, columns, side }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<Drawn>(null);
  const dark = useDark();
  const height = Math.ceil(count / columns) * (side + GAP) - GAP;
  useLayoutEffect(() => {
    const surface = canvas.current;
    const pen = surface?.getContext('2d');
    if (!surface || !pen) return;
    const scale = devicePixelRatio;
    const shape = [count, columns, side, scale, dark].join();
    if (drawn.current?.shape !== shape) {
      surface.width = Math.ceil((columns * (side + GAP) + GAP) * scale);
      surface.height = Math.ceil((height + 2 * GAP) * scale);
      drawn.current = { shape, paints: paints(surface), tones: [] };
    }
    const before = drawn.current;
    tones.forEach((tone, i) => {
      if (tone === before.tones[i]) return;
      // On whole pixels: an edge between two would be blurred.
      const at = (place: number) => Math.round((GAP + place * (side + GAP)) * scale);
      draw(pen, tone, { x: at(i % columns), y: at(Math.floor(i / columns)), side: Math.round(side * scale), pixel: scale }, before.paints);
    });
    drawn.current = { ...before, tones };
  }, [count, tones, columns, side, height, dark]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      className="mosaic"
      // The browser sets these one by one through the style object, which the policy allows.
      style={{ width: columns * (side + GAP) + GAP, height: height + 2 * GAP, marginBottom: -height - GAP }}
    />
  );
}

interface Place {
  x: number;
  y: number;
  side: number;
  /** How many of the surface's pixels are one of the page's. */
  pixel: number;
}

/** Shape says it as well as colour: a degraded tile has a corner off, one that is down a rim around it, and one that is not known is hollow. */
function draw(pen: CanvasRenderingContext2D, tone: Tone, { x, y, side, pixel }: Place, colours: Record<Tone, string>): void {
  pen.clearRect(x - pixel, y - pixel, side + 2 * pixel, side + 2 * pixel);
  pen.fillStyle = pen.strokeStyle = colours[tone];
  if (tone === 'down') {
    pen.globalAlpha = 0.3;
    pen.fillRect(x - pixel, y - pixel, side + 2 * pixel, side + 2 * pixel);
    pen.globalAlpha = 1;
  }
  pen.beginPath();
  if (tone === 'unk') {
    pen.lineWidth = 2 * pixel;
    pen.strokeRect(x + pixel, y + pixel, side - 2 * pixel, side - 2 * pixel);
  } else if (tone === 'deg') {
    const cut = Math.round(side * 0.38);
    pen.moveTo(x, y);
    pen.lineTo(x + side - cut, y);
    pen.lineTo(x + side, y + cut);
    pen.lineTo(x + side, y + side);
    pen.lineTo(x, y + side);
    pen.fill();
  } else {
    pen.roundRect(x, y, side, side, 2 * pixel);
    pen.fill();
  }
}

/** The colours of the theme as it is now. */
function paints(of: Element): Record<Tone, string> {
  const style = getComputedStyle(of);
  const paint = (name: string) => style.getPropertyValue(name).trim();
  return {
    up: paint('--up-tile'),
    deg: paint('--deg-fill'),
    down: paint('--down-fill'),
    unk: paint('--unk-fill'),
    blue: paint('--blue-fill'),
  };
}
