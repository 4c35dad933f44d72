import type uPlot from 'uplot';

/** Nearer to the right edge than this, in pixels, a label would be cut off. */
const ROOM = 20;

const two = (value: number) => String(value).padStart(2, '0');

/** What stands beneath the ticks of time: a day, or a clock time, as fine as the span wants it. */
export function times(plot: uPlot, ticks: number[]): string[] {
  const { min = 0, max = 0 } = plot.scales.x as { min?: number; max?: number };
  const width = plot.over.clientWidth;
  return ticks.map((tick) => {
    if (width > 0 && plot.valToPos(tick, 'x') > width - ROOM) return '';
    const at = new Date(tick * 1000);
    if (max - min > 3 * 86_400) return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
    const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
    return max - min < 600 ? `${clock}:${two(at.getSeconds())}` : clock;
  });
}
