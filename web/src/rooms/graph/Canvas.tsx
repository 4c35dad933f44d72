import { Maximize, Minus, Pause, Plus, TriangleAlert, X } from 'lucide-react';
import { type KeyboardEvent, memo, type PointerEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { grouped } from '../../format/groups';
import { counted } from '../../format/numbers';
import { shown, tone } from '../../parts/StatusBadge';
import { useKeys } from '../../shell/keys';
import type { Service } from '../../wire/types';
import { DENSE, type Frame, type Grain, type Layout, type Place, towards } from './layout';
import { type Edge, key, type Picture } from './picture';
import { opening, showing, type View, whole, zoomed } from './view';

const STEP = 1.3;

/** Below this scale the second line of a box can't be read, and the first has its room. */
const SMALL = 0.62;
const WAYS = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const;

interface Props {
  picture: Picture;
  layout: Layout;
  /** Edges along which trouble came. */
  cause: ReadonlySet<string>;
  /** Edges of what breaks with the service that is looked at; null when none is. */
  lit: ReadonlySet<string> | null;
  center: string | null;
  broken: readonly Service[];
  focus: string | null;
  onFocus: (id: string | null) => void;
  /** What the pointer or the keyboard is on. */
  onUnder: (id: string | null) => void;
}

/** The picture: dragged with the pointer, zoomed with buttons, keys or Ctrl and the wheel; arrow keys go from box to box. */
export function Canvas({ picture, layout, cause, lit, center, broken, focus, onFocus, onUnder }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState({ width: 960, height: 560 });
  const [view, setView] = useState<View | null>(null);
  // Nothing is chosen yet: one that is not well is where a person would look.
  const first = focus ?? picture.nodes.find((one) => shown(one) === 'down')?.id ?? picture.nodes[0]?.id;
  const start = opening(layout, screen, layout.places.get(first ?? '') ?? { x: layout.width / 2, y: layout.height / 2 });
  const seen = view ?? start;
  const seenNow = useRef(seen);
  seenNow.current = seen;

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setScreen({ width: element.clientWidth || 1, height: element.clientHeight || 1 });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Another picture is looked at as a whole.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout is what the view belongs to
  useEffect(() => setView(null), [layout]);

  const zoom = useCallback(
    (by: number, about?: { x: number; y: number }) => setView((old) => zoomed(old ?? seenNow.current, by, screen, about)),
    [screen],
  );
  useKeys({ '+': () => zoom(STEP), '-': () => zoom(1 / STEP), '0': () => setView(whole(layout, screen)), escape: () => onFocus(null) });

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    // React listens to the wheel passively, and the page must not zoom with the picture.
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = element.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 300), { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [zoom]);

  const drag = useRef<{ id: number; x: number; y: number; from: View } | null>(null);
  const grab = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0 || (event.target as Element).closest('[data-node]')) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { id: event.pointerId, x: event.clientX, y: event.clientY, from: seen };
  };
  const pull = (event: PointerEvent<SVGSVGElement>) => {
    const held = drag.current;
    if (!held || held.id !== event.pointerId) return;
    const unit = held.from.width / screen.width;
    setView({ ...held.from, x: held.from.x - (event.clientX - held.x) * unit, y: held.from.y - (event.clientY - held.y) * unit });
  };

  const walk = (event: KeyboardEvent<SVGGElement>, place: Place) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onFocus(place.id);
      return;
    }
    const way = WAYS[event.key as keyof typeof WAYS];
    const next = way ? towards(place, layout.places.values(), way, layout.grain) : null;
    if (!way) return;
    event.preventDefault();
    if (!next) return;
    setView((old) => showing(old ?? start, next));
    frame.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(next.id)}"]`)?.focus();
  };

  const near = useMemo(() => (center ? new Set([center, ...broken.map((one) => one.id)]) : null), [center, broken]);
  const kindOf = (edge: Edge) => (lit?.has(key(edge)) ? 'lit' : cause.has(key(edge)) ? 'cause' : lit ? 'dim' : '');
  const projects = useMemo(() => new Map(picture.nodes.map((one) => [one.id, one.project])), [picture]);
  const members = useMemo(() => grouped(picture.nodes, (one) => one.project), [picture]);
  const dense = layout.grain === DENSE;
  return (
    <div className={`card mb-[18px] flex min-h-[360px] flex-col overflow-hidden ${dense ? 'h-[calc(100vh-176px)]' : 'h-[72vh]'}`}>
      <div ref={frame} className="min-h-0 flex-1">
        <svg
          className={`graph size-full touch-none select-none ${screen.width / seen.width < SMALL ? 'small' : ''} ${dense ? 'dense' : ''}`}
          viewBox={`${seen.x} ${seen.y} ${seen.width} ${seen.height}`}
          onPointerDown={grab}
          onPointerMove={pull}
          onPointerUp={() => {
            drag.current = null;
          }}
          onPointerCancel={() => {
            drag.current = null;
          }}
        >
          <title>Which service needs which</title>
          <defs>
            <marker id="needs" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
              <path d="M0 0.8L7 4L0 7.2z" className="fill-[context-stroke]" />
            </marker>
          </defs>
          {layout.frames.map((frame) => (
            <Around key={frame.project} frame={frame} members={members.get(frame.project) ?? []} />
          ))}
          <g>
            {picture.edges
              .map((edge) => ({ edge, kind: kindOf(edge) }))
              .sort((a, b) => LAYERS.indexOf(a.kind) - LAYERS.indexOf(b.kind))
              .map(({ edge, kind }) => {
                const name = key(edge);
                const far = projects.get(edge.from) !== projects.get(edge.to) ? 'far' : '';
                const style = ['edge', kind, far].filter(Boolean).join(' ');
                return <path key={name} data-edge={name} d={layout.paths.get(name)} className={style} markerEnd="url(#needs)" />;
              })}
          </g>
          {picture.nodes.map((service) => {
            const place = layout.places.get(service.id);
            return place ? (
              <Box
                key={service.id}
                service={service}
                place={place}
                grain={layout.grain}
                state={service.id === center ? 'center' : near ? (near.has(service.id) ? 'near' : 'dim') : ''}
                stop={service.id === first}
                onFocus={onFocus}
                onUnder={onUnder}
                onKeyDown={walk}
              />
            ) : null;
          })}
        </svg>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line2 border-t px-3 py-2 text-[12px] text-mute">
        <Legend colour="bg-[var(--down-fill)]" text="the way to a cause" />
        <Legend colour="bg-accent" text="breaks with it" />
        <span className="max-lg:hidden">drag to move, Ctrl and the wheel to zoom</span>
        <span className="ml-auto flex gap-1">
          <button type="button" className="btn" aria-label="Zoom in" onClick={() => zoom(STEP)}>
            <Plus size={14} aria-hidden />
          </button>
          <button type="button" className="btn" aria-label="Zoom out" onClick={() => zoom(1 / STEP)}>
            <Minus size={14} aria-hidden />
          </button>
          <button type="button" className="btn" aria-label="Show the whole picture" onClick={() => setView(whole(layout, screen))}>
            <Maximize size={14} aria-hidden />
          </button>
        </span>
      </div>
    </div>
  );
}

function Legend({ colour, text }: { colour: string; text: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <i className={`h-[3px] w-4 rounded ${colour}`} aria-hidden />
      {text}
    </span>
  );
}

const MARKS = { down: X, degraded: TriangleAlert, paused: Pause } as const;

/** What most letters of a name are wide; those of dense boxes grow when the picture is small. */
const LETTER = { full: 6.7, dense: 8.2 };
const cut = (text: string, room: number, letter: number) => {
  const most = Math.floor(room / letter);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
};

/** What is drawn over what. */
const LAYERS = ['dim', '', 'cause', 'lit'];

/** A project, with how many of its services are not well. */
function Around({ frame: { project, x, y, width, height }, members }: { frame: Frame; members: readonly Service[] }) {
  const down = members.filter((one) => shown(one) === 'down').length;
  const degraded = members.filter((one) => shown(one) === 'degraded').length;
  const told = [down > 0 ? `${down} down` : '', degraded > 0 ? `${degraded} degraded` : ''].filter(Boolean).join(', ');
  return (
    <g data-frame={project} className={`frame ${down > 0 ? 'g-down' : degraded > 0 ? 'g-deg' : ''}`}>
      <rect x={x} y={y} width={width} height={height} rx="10" />
      <text x={x + 12} y={y + 17} className="heading">
        {project}
        <tspan dx="8" className="told">
          {told || counted(members.length, 'service')}
        </tspan>
      </text>
    </g>
  );
}

const Box = memo(function Box({
  service,
  place,
  grain,
  state,
  stop,
  onFocus,
  onUnder,
  onKeyDown,
}: {
  service: Service;
  place: Place;
  grain: Grain;
  state: string;
  /** Whether Tab stops here; arrow keys lead to the others. */
  stop: boolean;
  onFocus: (id: string) => void;
  onUnder: (id: string | null) => void;
  onKeyDown: (event: KeyboardEvent<SVGGElement>, place: Place) => void;
}) {
  const status = shown(service);
  const Mark = MARKS[status as keyof typeof MARKS];
  const { cause } = service.health;
  const { width, height } = grain;
  const dense = grain === DENSE;
  const inset = dense ? 24 : 32;
  return (
    <g
      role="button"
      tabIndex={stop ? 0 : -1}
      data-node={service.id}
      data-status={status}
      className={`box g-${tone(status)} ${state}`}
      transform={`translate(${place.x - width / 2} ${place.y - height / 2})`}
      onClick={() => onFocus(service.id)}
      onPointerEnter={() => onUnder(service.id)}
      onPointerLeave={() => onUnder(null)}
      onFocus={() => onUnder(service.id)}
      onBlur={() => onUnder(null)}
      onKeyDown={(event) => onKeyDown(event, place)}
    >
      <title>{`${service.id}, ${status}${cause ? `, because of ${cause}` : ''}`}</title>
      <rect width={width} height={height} rx={dense ? 5 : 8} />
      {Mark ? (
        <Mark x={inset - 20} y={height / 2 - 6.5} size={13} strokeWidth={2.6} aria-hidden />
      ) : (
        <circle cx={inset - 13} cy={height / 2} r={dense ? 3 : 4} />
      )}
      <text x={inset} y={dense ? height / 2 + 4 : height / 2} className="name">
        {cut(service.name, width - inset - 3, dense ? LETTER.dense : LETTER.full)}
      </text>
      {dense ? null : (
        <text x={inset} y={height / 2 + 12} className="word">
          {status}
        </text>
      )}
    </g>
  );
});
