import { memo, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { counted } from '../../format/numbers';
import { live } from '../../live/store';
import { StatusBadge, shown, tone } from '../../parts/StatusBadge';
import type { Service, Target } from '../../wire/types';
import { GAP as DENSE_GAP, drawable, Mosaic } from './Mosaic';
import { TargetBadges } from './TargetBadges';
import { tally } from './verdict';

/** The gap between tiles, and what is left and right of them all, in pixels; as the style sheet has them. */
const GAP = { dense: DENSE_GAP, wide: 3 };
const MARGINS = 32;

/** How many tiles fit beside each other, 0 before it was measured, and their side in pixels. */
export interface Grid {
  columns: number;
  side: number;
}

/** The grid of tiles of a side, which the box has as --tile. */
export function useGrid(box: RefObject<HTMLElement | null>, side: string, dense: boolean): Grid {
  const [grid, setGrid] = useState<Grid>({ columns: 0, side: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const gap = dense ? GAP.dense : GAP.wide;
    // It may be a share of the screen: what it comes to is asked for.
    const pixels = () => (side ? Number.parseFloat(getComputedStyle(element).getPropertyValue('--tile')) : 0);
    const measure = () => {
      const each = pixels();
      const columns = Math.max(1, Math.floor((element.clientWidth - MARGINS + gap) / (each + gap)));
      setGrid((before) => (before.columns === columns && before.side === each ? before : { columns, side: each }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, side, dense]);
  return grid;
}

interface Props {
  project: string;
  members: readonly Service[];
  targets: readonly Target[];
  /** How many services are drawn by now. */
  most: number;
  grid: Grid;
  dense: boolean;
}

/** The tiles of one project, in rows: what is out of sight, or has not changed, costs nothing when another row changes. */
export const ProjectTiles = memo(
  function ProjectTiles({ project, members, targets, most, grid, dense }: Props) {
    const [, go] = useLocation();
    const group = useRef<HTMLDivElement>(null);
    const { columns, side } = grid;
    const drawn = dense && drawable(members.length, columns, side);
    const name = live.board.projects.get(project)?.name ?? project;
    // One stop of the tab key for each project; the arrows go from tile to tile.
    const step = (event: React.KeyboardEvent) => {
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
      const tiles = [...(group.current?.querySelectorAll<HTMLElement>('a') ?? [])];
      const at = tiles.indexOf(document.activeElement as HTMLElement);
      if (by === undefined || at < 0) return;
      event.preventDefault();
      tiles[Math.max(0, Math.min(tiles.length - 1, at + by))]?.focus();
    };
    const open = (event: React.MouseEvent) => {
      const tile = (event.target as HTMLElement).closest<HTMLElement>('[data-tile]');
      if (!tile || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      go(`/services/${tile.dataset.tile}`);
    };
    return (
      <div className="row px-4 pt-[10px] pb-3">
        <h3 className="mb-1.5 flex items-baseline gap-2 font-[550] text-[12.5px]">
          <Link href={`/projects/${project}`} className="-mt-1.5 min-w-6 truncate pt-1.5 hover:underline">
            {name}
          </Link>
          <small className="whitespace-nowrap font-[450] text-faint">{members.length > 0 ? counted(members.length, 'service') : ''}</small>
          <span className="ml-auto">{summary(members)}</span>
        </h3>
        {targets.length > 0 ? (
          <div className="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1" data-targets={project}>
            <TargetBadges targets={targets} />
          </div>
        ) : null}
        {drawn ? (
          <Mosaic count={members.length} tones={members.slice(0, most).map((one) => tone(shown(one)))} columns={columns} side={side} />
        ) : null}
        {members.length > 0 ? (
          <div
            ref={group}
            role="group"
            className={`tiles ${dense ? 'tiles-dense' : ''} ${drawn ? 'tiles-drawn' : ''}`}
            style={drawn ? { minHeight: Math.ceil(members.length / columns) * (side + DENSE_GAP) - DENSE_GAP } : undefined}
            onKeyDown={step}
            onClick={open}
            aria-label={`Services of ${name}`}
          >
            {rows(members, most, columns).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <Row key={i} members={row} first={i === 0} />
            ))}
          </div>
        ) : null}
      </div>
    );
  },
  (before, after) =>
    before.most === after.most &&
    before.grid === after.grid &&
    before.dense === after.dense &&
    alike(before.members, after.members) &&
    before.targets.length === after.targets.length &&
    before.targets.every((one, i) => one === after.targets[i]),
);

function rows(members: readonly Service[], most: number, columns: number): Service[][] {
  if (columns === 0) return [];
  return Array.from({ length: Math.ceil(most / columns) }, (_, i) => members.slice(i * columns, (i + 1) * columns));
}

/** Whether the tiles of both look alike. */
const alike = (before: readonly Service[], after: readonly Service[]) =>
  before.length === after.length && before.every((one, i) => same(one, after[i] as Service));
const same = (a: Service, b: Service) => a === b || (a.id === b.id && shown(a) === shown(b));

/** The worst of a project, and how much of it. */
export function summary(members: readonly Service[]) {
  const counts = tally(members);
  if (counts.total === 0) return null;
  if (counts.down > 0) return <StatusBadge status="down" text={`${counts.down} down`} />;
  if (counts.degraded > 0) return <StatusBadge status="degraded" text={`${counts.degraded} degraded`} />;
  if (counts.paused === counts.total) return <StatusBadge status="paused" />;
  if (counts.unknown > 0) return <StatusBadge status="unknown" text={`${counts.unknown} unknown`} />;
  return <StatusBadge status="up" text="all up" />;
}

const Row = memo(
  function Row({ members, first }: { members: readonly Service[]; first: boolean }) {
    return (
      <div className="tile-row">
        {members.map((one, i) => (
          <Tile key={one.id} id={one.id} status={shown(one)} first={first && i === 0} />
        ))}
      </div>
    );
  },
  (before, after) => before.first === after.first && alike(before.members, after.members),
);

const Tile = memo(function Tile({ id, status, first }: { id: string; status: string; first: boolean }) {
  return (
    // biome-ignore lint/a11y/useAnchorContent: its label is its name; ten thousand hidden texts beside would be as many more elements
    <a
      href={`/services/${id}`}
      data-tile={id}
      data-status={status}
      tabIndex={first ? 0 : -1}
      aria-label={`${id}: ${status}`}
      className={`tile fill-${tone(status)}`}
    />
  );
});
