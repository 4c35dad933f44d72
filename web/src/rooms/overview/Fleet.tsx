import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { grouped } from '../../format/groups';
import { counted, latency } from '../../format/numbers';
import { reason } from '../../format/words';
import { live } from '../../live/store';
import { Card } from '../../parts/Card';
import { StatusBadge, shown, tone } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';
import { tally } from './verdict';

/** From this many services on the tiles are smaller, so that a large fleet still fits. */
const DENSE = 1200;

/** As many tiles are drawn at first, and so many more with each frame: a large fleet is there at once, and the page answers while the rest comes. */
const FIRST = 1000;
const STEP = 400;

/** Tiles that are drawn anew together: of thousands some change many times a second, and the others need not be looked at. */
const BLOCK = 50;

/** How many of so many tiles are drawn by now. */
function useGrowing(total: number): number {
  const [drawn, setDrawn] = useState(FIRST);
  useEffect(() => {
    if (drawn >= total) return;
    const next = requestAnimationFrame(() => setDrawn(drawn + STEP));
    return () => cancelAnimationFrame(next);
  }, [drawn, total]);
  return drawn;
}

/** The services of each project, and how many tiles come before them. */
function byProject(services: readonly Service[]): { project: string; members: Service[]; before: number }[] {
  let before = 0;
  return [...grouped(services, (one) => one.project)].map(([project, members]) => {
    const group = { project, members, before };
    before += members.length;
    return group;
  });
}

/** A tile for every service, grouped by project. */
export function Fleet({ services }: { services: readonly Service[] }) {
  const groups = useMemo(() => byProject(services), [services]);
  const drawn = useGrowing(services.length);
  const [over, setOver] = useState<{ id: string; x: number; y: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const point = (target: EventTarget) => {
    const tile = (target as HTMLElement).closest<HTMLElement>('[data-tile]');
    const around = box.current?.getBoundingClientRect();
    if (!tile || !around) return setOver(null);
    const at = tile.getBoundingClientRect();
    setOver({
      id: tile.dataset.tile as string,
      x: Math.min(at.left - around.left, Math.max(0, around.width - 300)),
      y: at.bottom - around.top + 6,
    });
  };
  return (
    <Card title="Fleet" note={<span className="max-sm:hidden">a tile is a service · hover to read, click to open</span>}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens for what its links get */}
      <div
        ref={box}
        className="relative"
        onMouseOver={(event) => point(event.target)}
        onFocus={(event) => point(event.target)}
        onMouseLeave={() => setOver(null)}
        onBlur={() => setOver(null)}
      >
        {groups.map(({ project, members, before }) => (
          <ProjectTiles
            key={project}
            project={project}
            members={members}
            most={Math.max(0, Math.min(members.length, drawn - before))}
            dense={services.length > DENSE}
          />
        ))}
        {over ? <Tip id={over.id} x={over.x} y={over.y} /> : null}
      </div>
    </Card>
  );
}

/** Whether the tiles of both look alike. */
const alike = (before: readonly Service[], after: readonly Service[]) =>
  before.length === after.length && before.every((one, i) => same(one, after[i] as Service));
const same = (a: Service, b: Service) => a === b || (a.id === b.id && shown(a) === shown(b));

function summary(members: readonly Service[]) {
  const counts = tally(members);
  if (counts.down > 0) return <StatusBadge status="down" text={`${counts.down} down`} />;
  if (counts.degraded > 0) return <StatusBadge status="degraded" text={`${counts.degraded} degraded`} />;
  if (counts.paused === counts.total) return <StatusBadge status="paused" />;
  if (counts.unknown > 0) return <StatusBadge status="unknown" text={`${counts.unknown} unknown`} />;
  return <StatusBadge status="up" text="all up" />;
}

const ProjectTiles = memo(
  function ProjectTiles({ project, members, most, dense }: { project: string; members: readonly Service[]; most: number; dense: boolean }) {
    const [, go] = useLocation();
    const grid = useRef<HTMLUListElement>(null);
    const name = live.board.projects.get(project)?.name ?? project;
    // One stop of the tab key for each project; the arrows go from tile to tile.
    const step = (event: React.KeyboardEvent) => {
      const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 }[event.key];
      const tiles = [...(grid.current?.querySelectorAll<HTMLElement>('a') ?? [])];
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
          <small className="whitespace-nowrap font-[450] text-faint">{counted(members.length, 'service')}</small>
          <span className="ml-auto">{summary(members)}</span>
        </h3>
        <ul
          ref={grid}
          className={`flex flex-wrap ${dense ? 'gap-[2px]' : 'gap-[3px]'}`}
          onKeyDown={step}
          onClick={open}
          aria-label={`Services of ${name}`}
        >
          {Array.from({ length: Math.ceil(most / BLOCK) }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
            <Tiles key={i} members={members.slice(i * BLOCK, Math.min(most, (i + 1) * BLOCK))} first={i === 0} dense={dense} />
          ))}
        </ul>
      </div>
    );
  },
  (before, after) => before.most === after.most && before.dense === after.dense && alike(before.members, after.members),
);

const Tiles = memo(
  function Tiles({ members, first, dense }: { members: readonly Service[]; first: boolean; dense: boolean }) {
    return members.map((one, i) => <Tile key={one.id} id={one.id} status={shown(one)} first={first && i === 0} dense={dense} />);
  },
  (before, after) => before.first === after.first && before.dense === after.dense && alike(before.members, after.members),
);

/** Drawn anew only when its own service changes. */
const Tile = memo(function Tile({ id, status, first, dense }: { id: string; status: string; first: boolean; dense: boolean }) {
  return (
    <li className="leading-none">
      {/* biome-ignore lint/a11y/useAnchorContent: its label is its name; ten thousand hidden texts beside would be as many more elements */}
      <a
        href={`/services/${id}`}
        data-tile={id}
        data-status={status}
        tabIndex={first ? 0 : -1}
        aria-label={`${id}: ${status}`}
        className={`tile fill-${tone(status)} ${dense ? 'tile-dense' : ''}`}
      />
    </li>
  );
});

function Tip({ id, x, y }: { id: string; x: number; y: number }) {
  const service = live.board.services.get(id);
  if (!service) return null;
  const { health } = service;
  return (
    <div
      className="card pointer-events-none absolute z-10 max-w-[300px] px-3 py-2 shadow-[var(--float)]"
      // The browser sets these one by one through the style object, which the policy allows.
      style={{ left: x, top: y }}
    >
      <div className="flex items-center gap-2 font-[550]">
        {id} <StatusBadge status={shown(service)} />
      </div>
      <div className="text-[12px] text-mute">
        {health.status === 'up' && !service.paused ? latency(health.latency_ms) : health.message || reason(health.why, health.failure)}
        {health.cause ? ` · because of ${health.cause}` : ''}
      </div>
    </div>
  );
}
