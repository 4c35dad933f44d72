import { FilePenLine, Tag } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useDark } from '../shell/theme';
import type { HistoryPoint } from '../wire/types';
import { columns, HEIGHT, isZoomed, options } from './latencyPlot';
import { labelled, type Mark, type Placed } from './marks';
import { walked } from './walked';

interface Props {
  points: readonly HistoryPoint[];
  /** The limit above which an answer is slow. */
  limitMs: number;
  marks: readonly Mark[];
  /** Everything that the chart shows, in words. */
  summary: string;
  /** Which point is under the pointer, or reached with the keys. */
  at: number | null;
  /** A point in words. */
  tell: (point: HistoryPoint) => string;
  onOver: (index: number | null) => void;
  /** Which marks are pointed at. */
  onMarks: (marks: readonly Mark[]) => void;
}

/**
 * The median as a line in the band from the fastest to p95, with a red dot where checks failed and a dashed line where something happened. Drag to zoom,
 * double-click to see all; the arrow keys go from point to point, PageUp and PageDown from failure to failure.
 */
export default function LatencyChart({ points, limitMs, marks, summary, at, tell, onOver, onMarks }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [groups, setGroups] = useState<Placed[]>([]);
  const onPlaced = (next: Placed[]) => setGroups((old) => (stamp(old) === stamp(next) ? old : next));
  const latest = useRef({ points, limitMs, marks, onOver, onPlaced });
  latest.current = { points, limitMs, marks, onOver, onPlaced };
  const dark = useDark();
  const labels = marks.length > 0;
  const told = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read anew when the theme changes, the room for labels when there are some
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const plot = new uPlot(options(element.clientWidth, latest), columns(latest.current.points), element);
    chart.current = plot;
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [dark, labels]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: marks are read at the drawing, and one that is new wants one
  useEffect(() => {
    const plot = chart.current;
    if (!plot) return;
    const zoomed = isZoomed(plot);
    plot.setData(columns(points), !zoomed);
    if (zoomed) plot.redraw();
  }, [points, marks]);

  const walk = (event: KeyboardEvent) => {
    const next = walked(event.key, points, at);
    const plot = chart.current;
    if (next === null || !plot) return;
    event.preventDefault();
    plot.setCursor({ left: plot.valToPos((plot.data[0] as number[])[next] as number, 'x'), top: 1 });
  };
  const point = at === null ? undefined : points[at];
  return (
    <div className="relative">
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label="Latency over time"
        aria-describedby={told}
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={at ?? points.length - 1}
        aria-valuetext={point ? tell(point) : summary}
        onKeyDown={walk}
        onBlur={() => chart.current?.setCursor({ left: -10, top: -10 })}
      />
      <p id={told} className="sr-only">
        {summary}
      </p>
      {groups.map((group) => (
        <Label key={group.marks[0]?.at} group={group} onMarks={onMarks} />
      ))}
    </div>
  );
}

function Label({ group, onMarks }: { group: Placed; onMarks: Props['onMarks'] }) {
  const version = group.marks.some((mark) => mark.kind === 'version');
  const Icon = version ? Tag : FilePenLine;
  return (
    <button
      type="button"
      data-mark={version ? 'version' : 'edit'}
      aria-label={group.marks.map((mark) => mark.text).join('; ')}
      className={`badge absolute top-[3px] max-w-[104px] -translate-x-1/2 cursor-default py-[2px] ${version ? 'tone-blue' : 'tone-unk'}`}
      style={{ left: group.left }}
      onPointerEnter={() => onMarks(group.marks)}
      onPointerLeave={() => onMarks([])}
      onFocus={() => onMarks(group.marks)}
      onBlur={() => onMarks([])}
    >
      <Icon size={11} aria-hidden className="shrink-0" />
      <span className="truncate">{labelled(group)}</span>
    </button>
  );
}

const stamp = (groups: readonly Placed[]) =>
  groups.map(({ left, marks }) => `${Math.round(left)}:${marks.map((mark) => mark.text)}`).join();
