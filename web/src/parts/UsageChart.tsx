import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useDark } from '../shell/theme';
import { times } from './times';

export interface UsagePoint {
  at: number;
  /** Null where nothing was measured. */
  used: { min: number; avg: number; max: number } | null;
}

interface Props {
  name: string;
  points: readonly UsagePoint[];
  /** A figure with its unit. */
  words: (value: number) => string;
  /** The top of the scale; the data's own where it is left out. */
  most?: number | undefined;
}

const HEIGHT = 108;

/** The mean as a line in the band from the lowest to the highest. */
export default function UsageChart({ name, points, words, most }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const dark = useDark();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the theme changes; the data come with the next effect
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const plot = new uPlot(options(element.clientWidth, words, most), columns(points), element);
    chart.current = plot;
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [dark, words, most]);

  useEffect(() => chart.current?.setData(columns(points)), [points]);

  const last = points.findLast((point) => point.used)?.used;
  return <div ref={box} role="img" aria-label={`${name} over time: lately ${last ? words(last.avg) : 'nothing measured'}`} />;
}

function columns(points: readonly UsagePoint[]): uPlot.AlignedData {
  const pick = (of: 'min' | 'avg' | 'max') => points.map((point) => point.used?.[of] ?? null);
  return [points.map((point) => point.at / 1000), pick('max'), pick('min'), pick('avg')];
}

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(width: number, words: (value: number) => string, most: number | undefined): uPlot.Options {
  const line = token('--accent');
  const axis = {
    stroke: token('--faint'),
    font: '11px "JetBrains Mono Variable", monospace',
    grid: { stroke: token('--line2'), width: 1 },
    ticks: { show: false },
  };
  const hidden = { points: { show: false }, width: 0, stroke: 'transparent' };
  return {
    width,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, high) => [0, Math.max(most ?? 0, (high ?? 0) * 1.15, 0.1)] } },
    axes: [
      { ...axis, grid: { show: false }, size: 22, space: 80, values: times },
      { ...axis, size: 64, space: 28, values: (_, ticks) => ticks.map(words) },
    ],
    series: [{}, hidden, hidden, { stroke: line, width: 1.5, points: { show: false } }],
    bands: [{ series: [1, 2], fill: `${line}1c` }],
  };
}
