import { type CSSProperties, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { grouped } from '../../format/groups';
import { latency } from '../../format/numbers';
import { reason } from '../../format/words';
import { useBoard } from '../../live/hooks';
import { live } from '../../live/store';
import { Card } from '../../parts/Card';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import type { Service, Target } from '../../wire/types';
import { ProjectTiles, useGrid } from './Tiles';

/** From this many services on the tiles are smaller, so that a large fleet still fits. */
const DENSE = 1200;

/** As many tiles are drawn at first, and so many more with each frame: a large fleet is there at once, and the page answers while the rest comes. */
const FIRST = 300;
const STEP = 400;

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

interface Group {
  project: string;
  members: Service[];
  /** What of it is deployed. */
  targets: Target[];
  /** How many services come before its own. */
  before: number;
}

const NONE: Target[] = [];

/** The services and targets of each project, by its id. */
export function byProject(services: readonly Service[], targets: readonly Target[]): Group[] {
  const [members, deployed] = [grouped(services, (one) => one.project), grouped(targets, (one) => one.project)];
  const projects = [...new Set([...members.keys(), ...deployed.keys()])].sort();
  let before = 0;
  return projects.map((project) => {
    const group = { project, members: members.get(project) ?? [], targets: deployed.get(project) ?? NONE, before };
    before += group.members.length;
    return group;
  });
}

/** A tile for every service, grouped by project. Their side, a length of CSS, goes by their number where none is given. */
export function Fleet({ services, tile }: { services: readonly Service[]; tile?: string }) {
  // Thousands are drawn in what time is left between frames; what stands above them is drawn at once.
  const settled = useDeferredValue(services);
  const { targetList } = useBoard();
  const groups = useMemo(() => byProject(settled, targetList), [settled, targetList]);
  const drawn = useGrowing(services.length);
  const [over, setOver] = useState<{ id: string; x: number; y: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const dense = services.length > DENSE;
  const side = tile ?? (dense ? '8px' : '13px');
  const grid = useGrid(box, side, dense);
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
        style={{ '--tile': side } as CSSProperties}
        onMouseOver={(event) => point(event.target)}
        onFocus={(event) => point(event.target)}
        onMouseLeave={() => setOver(null)}
        onBlur={() => setOver(null)}
      >
        {groups.map(({ project, members, targets, before }) => (
          <ProjectTiles
            key={project}
            project={project}
            members={members}
            targets={targets}
            most={Math.max(0, Math.min(members.length, drawn - before))}
            grid={grid}
            dense={dense}
          />
        ))}
        {over ? <Tip id={over.id} x={over.x} y={over.y} /> : null}
      </div>
    </Card>
  );
}

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
