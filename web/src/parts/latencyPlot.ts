import uPlot from 'uplot';
import { latency } from '../format/numbers';
import type { HistoryPoint } from '../wire/types';
import { type Mark, type Placed, placed } from './marks';
import { times } from './times';

/** What the chart shows; read at each drawing. */
export interface Drawn {
  points: readonly HistoryPoint[];
  /** The limit above which an answer is slow; drawn when the data come near it. */
  limitMs: number;
  /** What happened meanwhile. */
  marks: readonly Mark[];
  /** Which point is under the pointer. */
  onOver: (index: number | null) => void;
  /** Where the labels of what happened belong, in pixels from the chart's left edge. */
  onPlaced: (groups: Placed[]) => void;
}

export const HEIGHT = 232;

/** A label's middle is at least this far from the right edge, in pixels. */
const EDGE = 44;

/** Room above the chart for the labels of what happened. */
const LABELS = 26;

export function columns(points: readonly HistoryPoint[]): uPlot.AlignedData {
  const pick = (of: 'min' | 'p50' | 'p95') => points.map((point) => point.latency_ms?.[of] ?? null);
  return [points.map((point) => Date.parse(point.at) / 1000), pick('p95'), pick('min'), pick('p50')];
}

export function isZoomed(plot: uPlot): boolean {
  const times = plot.data[0];
  // Null until the first drawing.
  const { min, max } = plot.scales.x as { min?: number | null; max?: number | null };
  return min != null && max != null && times.length > 1 && (min > (times[0] as number) || max < (times[times.length - 1] as number));
}

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function options(width: number, latest: { current: Drawn }): uPlot.Options {
  const colours = {
    grid: token('--line2'),
    text: token('--faint'),
    line: token('--accent'),
    down: token('--down-fill'),
    deg: token('--deg-fill'),
    degText: token('--deg'),
    version: token('--blue'),
    edit: token('--unk-fill'),
  };
  const font = '11px "JetBrains Mono Variable", monospace';
  const axis = { stroke: colours.text, font, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false } };
  const hidden = { points: { show: false }, width: 0, stroke: 'transparent' };
  return {
    width,
    height: HEIGHT,
    padding: [latest.current.marks.length > 0 ? LABELS : 10, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: true, y: false, setScale: true } },
    scales: { y: { range: (_, __, high) => [0, ceiling(high, latest.current.limitMs)] } },
    axes: [
      { ...axis, grid: { show: false }, size: 26, space: 90, values: times },
      { ...axis, size: 58, space: 40, values: (_, ticks) => ticks.map((value) => latency(value)) },
    ],
    series: [
      {},
      hidden,
      hidden,
      { stroke: colours.line, width: 1.6, points: { show: true, size: 4, width: 0, fill: colours.line, filter: lonely } },
    ],
    bands: [{ series: [1, 2], fill: `${colours.line}1c` }],
    hooks: {
      draw: [
        (plot) => drawLimit(plot, latest.current.limitMs, colours.deg, colours.degText),
        (plot) => drawMarks(plot, latest.current.marks, colours),
        (plot) => drawFailures(plot, latest.current.points, colours.down),
        (plot) => latest.current.onPlaced(places(plot, latest.current.marks)),
      ],
      setCursor: [(plot) => latest.current.onOver(plot.cursor.idx ?? null)],
    },
  };
}

/** A point without neighbours is no line; it is shown as a dot. */
function lonely(plot: uPlot, series: number): number[] {
  const values = plot.data[series] as (number | null)[];
  return values.flatMap((value, i) => (value != null && values[i - 1] == null && values[i + 1] == null ? [i] : []));
}

/** The top of the scale: a little above the data, and above the limit where the data come near it. */
function ceiling(high: number | null, limitMs: number): number {
  const top = Math.max(high ?? 0, 0.5) * 1.2;
  return high !== null && high > limitMs * 0.4 ? Math.max(top, limitMs * 1.15) : top;
}

function drawLimit(plot: uPlot, limitMs: number, line: string, text: string): void {
  const { max = 0 } = plot.scales.y as { max?: number };
  if (limitMs > max) return;
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(limitMs, 'y', true));
  const scale = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = line;
  ctx.setLineDash([2 * scale, 4 * scale]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.fillStyle = text;
  ctx.font = `${10.5 * scale}px "Inter Variable", sans-serif`;
  ctx.textAlign = 'right';
  ctx.fillText(`degraded above ${latency(limitMs)}`, bbox.left + bbox.width - 4 * scale, y - 5 * scale);
  ctx.restore();
}

function drawMarks(plot: uPlot, marks: readonly Mark[], colours: Record<Mark['kind'], string>): void {
  const { ctx, bbox } = plot;
  const scale = uPlot.pxRatio;
  ctx.save();
  ctx.setLineDash([3 * scale, 3 * scale]);
  ctx.lineWidth = scale;
  for (const mark of within(plot, marks)) {
    const x = Math.round(plot.valToPos(mark.at / 1000, 'x', true));
    ctx.strokeStyle = colours[mark.kind];
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - 4 * scale);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

function within(plot: uPlot, marks: readonly Mark[]): Mark[] {
  const { min = 0, max = 0 } = plot.scales.x as { min?: number; max?: number };
  return marks.filter((mark) => mark.at / 1000 >= min && mark.at / 1000 <= max);
}

function places(plot: uPlot, marks: readonly Mark[]): Placed[] {
  const { offsetLeft, clientWidth } = plot.over;
  const groups = placed(within(plot, marks), (at) => offsetLeft + plot.valToPos(at / 1000, 'x'));
  // A label at the edge stands beside its line rather than being cut off.
  return groups.map((group) => ({ ...group, left: Math.min(group.left, offsetLeft + clientWidth - EDGE) }));
}

function drawFailures(plot: uPlot, points: readonly HistoryPoint[], colour: string): void {
  const { ctx, bbox } = plot;
  const { min = 0, max = 0 } = plot.scales.x as { min?: number; max?: number };
  const scale = uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = colour;
  for (const point of points) {
    const at = Date.parse(point.at) / 1000;
    if (point.failures === 0 || at < min || at > max) continue;
    // Above the band where some checks answered, at the foot where none did.
    const y = point.latency_ms ? plot.valToPos(point.latency_ms.p95, 'y', true) - 6 * scale : bbox.top + bbox.height - 5 * scale;
    ctx.beginPath();
    ctx.arc(plot.valToPos(at, 'x', true), Math.max(bbox.top + 4 * scale, y), 2.8 * scale, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}
