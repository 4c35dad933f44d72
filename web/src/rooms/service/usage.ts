import type { UsagePoint } from '../../parts/UsageChart';
import type { Resources } from '../../wire/types';

/** The kinds of checks that measure what something uses. */
const MEASURING = ['host', 'process', 'docker'];

export const measures = (type: unknown): boolean => MEASURING.includes(String(type));

export type Figure = 'cpu_percent' | 'memory_mb' | 'disk_percent' | 'received_mbps' | 'sent_mbps';

const places = (value: number) => (value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value)));

const percent = (value: number) => `${places(value)} %`;
const size = (mb: number) => (mb < 1_024 ? `${places(mb)} MB` : `${places(mb / 1_024)} GB`);
const rate = (mbps: number) => `${places(mbps)} Mbps`;

/** What is shown, in this order; a share has the whole as the top of its scale. */
export const FIGURES: readonly { figure: Figure; name: string; words: (value: number) => string; most?: number }[] = [
  { figure: 'cpu_percent', name: 'CPU', words: percent, most: 100 },
  { figure: 'memory_mb', name: 'Memory', words: size },
  { figure: 'disk_percent', name: 'Disk', words: percent, most: 100 },
  { figure: 'received_mbps', name: 'Received', words: rate },
  { figure: 'sent_mbps', name: 'Sent', words: rate },
];

/** After this many steps or intervals without a figure the line has a hole. */
const GAP = 3;

/** One figure's points from edge to edge of the time asked for, with holes where nothing was measured; empty where nothing ever was. */
export function usage(told: Resources, figure: Figure, intervalMs: number): UsagePoint[] {
  const longest = GAP * Math.max(told.step_seconds * 1_000, intervalMs);
  const drawn: UsagePoint[] = [];
  let last = Date.parse(told.from);
  for (const point of told.points) {
    const used = point[figure];
    if (!used) continue;
    const at = Date.parse(point.at);
    if (drawn.length === 0 && at > last) drawn.push({ at: last, used: null });
    else if (at - last > longest) drawn.push({ at: last + 1, used: null });
    drawn.push({ at, used });
    last = at;
  }
  return drawn.length === 0 ? [] : [...drawn, { at: Math.max(last + 1, Date.parse(told.to)), used: null }];
}
