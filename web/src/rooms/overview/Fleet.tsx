import { memo, useMemo, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { counted, latency } from '../../format/numbers';
import { reason } from '../../format/words';
import { live } from '../../live/store';
import { Card } from '../../parts/Card';
import { StatusBadge, shown, tone } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';
import { tally } from './verdict';

/** From this many services on the tiles are smaller, so that a large fleet still fits. */
const DENSE = 1200;

/** Services by their project, in the order in which they come. */
export function byProject(services: readonly Service[]): [string, Service[]][] {
  const groups = new Map<string, Service[]>();
  for (const service of services) {
    const group = groups.get(service.project);
    if (group) group.push(service);
    else groups.set(service.project, [service]);
  }
  return [...groups];
}

/** A tile for every service, grouped by project. */
export function Fleet({ services }: { services: readonly Service[] }) {
  const groups = useMemo(() => byProject(services), [services]);
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
        {groups.map(([project, members]) => (
          <ProjectTiles key={project} project={project} members={members} stamp={stamp(members)} dense={services.length > DENSE} />
        ))}
        {over ? <Tip id={over.id} x={over.x} y={over.y} /> : null}
      </div>
    </Card>
  );
}

/** What the tiles of a project show, as text: while it stays the same, nothing is drawn. */
const stamp = (members: readonly Service[]) => members.map((one) => `${one.id}${shown(one)}${one.health.cause ? '!' : ''}`).join();

/** The worst of a project, and how much of it. */
export function summary(members: readonly Service[]) {
  const counts = tally(members);
  if (counts.down > 0) return <StatusBadge status="down" text={`${counts.down} down`} />;
  if (counts.degraded > 0) return <StatusBadge status="degraded" text={`${counts.degraded} degraded`} />;
  if (counts.paused === counts.total) return <StatusBadge status="paused" />;
  if (counts.unknown > 0) return <StatusBadge status="unknown" text={`${counts.unknown} unknown`} />;
  return <StatusBadge status="up" text="all up" />;
}

const ProjectTiles = memo(
  function ProjectTiles({ project, members, dense }: { project: string; members: readonly Service[]; stamp: string; dense: boolean }) {
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
          {members.map((one, i) => (
            <Tile key={one.id} id={one.id} status={shown(one)} first={i === 0} dense={dense} />
          ))}
        </ul>
      </div>
    );
  },
  (before, after) => before.stamp === after.stamp && before.dense === after.dense,
);

/** Drawn anew only when its own service changes: of thousands some do, many times a second. */
const Tile = memo(function Tile({ id, status, first, dense }: { id: string; status: string; first: boolean; dense: boolean }) {
  return (
    <li className="leading-none">
      <a
        href={`/services/${id}`}
        data-tile={id}
        data-status={status}
        tabIndex={first ? 0 : -1}
        className={`tile fill-${tone(status)} ${dense ? 'tile-dense' : ''}`}
      >
        <span className="sr-only">{`${id}: ${status}`}</span>
      </a>
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
