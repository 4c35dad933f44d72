import { Workflow } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { counted } from '../../format/numbers';
import { dependants } from '../../live/dependants';
import { useBoard } from '../../live/hooks';
import { live } from '../../live/store';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { Crumb } from '../../shell/Crumb';
import type { Service } from '../../wire/types';
import { worstFirst } from '../overview/verdict';
import { Blast } from './Blast';
import { Canvas } from './Canvas';
import './graph.css';
import { DENSE, layout } from './layout';
import { blastEdges, causePath, key, picture } from './picture';

/** What depends on what, and what breaks with what. */
export default function GraphPage() {
  const board = useBoard();
  const { list } = board;
  const search = useSearch();
  const [, go] = useLocation();
  const { project, focus } = useMemo(() => {
    const given = new URLSearchParams(search);
    return { project: given.get('project'), focus: given.get('focus') };
  }, [search]);
  const [under, setUnder] = useState<string | null>(null);

  const drawn = useMemo(() => picture(list, project), [list, project]);
  // Statuses come and go; boxes move only when services or their dependencies do.
  const shape = `${drawn.nodes.map((one) => one.id).join(' ')}|${drawn.edges.map(key).join(',')}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape says all that the layout depends on
  const placed = useMemo(() => layout(drawn), [shape]);
  const cause = useMemo(() => causePath(drawn.nodes), [drawn]);
  const center = board.services.has(under ?? focus ?? '') ? (under ?? focus) : null;
  const broken = useMemo(() => (center ? dependants(center, list) : []), [center, list]);
  const lit = useMemo(() => (center ? blastEdges(center, broken, drawn.edges) : null), [center, broken, drawn]);
  const projects = useMemo(() => [...new Set(list.map((one) => one.project))].sort(), [list]);

  const address = (next: { project?: string | null; focus?: string | null }) => {
    const query = new URLSearchParams();
    const all = { project, focus, ...next };
    if (all.project) query.set('project', all.project);
    if (all.focus) query.set('focus', all.focus);
    go(query.size > 0 ? `/graph?${query}` : '/graph', { replace: true });
  };
  const focused = focus ? board.services.get(focus) : undefined;

  return (
    <>
      <Crumb parts={['Graph']} />
      <div className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="mr-auto">
          <h1 className="font-[620] text-[21px] tracking-[-0.021em]">Dependencies</h1>
          <p className="text-mute">{live.ready ? told(drawn.nodes.length, drawn.alone, drawn.left) : 'reading the services'}</p>
        </div>
        <select
          aria-label="Project"
          className="field max-w-[200px]"
          value={project ?? ''}
          onChange={(event) => address({ project: event.target.value, focus: null })}
        >
          <option value="">every project</option>
          {(project && !projects.includes(project) ? [project, ...projects] : projects).map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </div>
      {live.ready ? null : <Skeleton lines={8} className="card" />}
      {live.ready && drawn.nodes.length === 0 ? (
        <div className="card">
          <EmptyState icon={Workflow} title={project ? `Nothing in ${project} depends on anything` : 'Nothing depends on anything yet'}>
            Say in a service's <code>depends_on</code> what it needs: then Hale tells a cause from what only breaks with it, and this page
            shows both.{' '}
            <Link href="/services" className="link">
              All services
            </Link>
          </EmptyState>
        </div>
      ) : null}
      {drawn.nodes.length > 0 ? (
        <div
          className={`grid items-start gap-[18px] ${placed.grain === DENSE ? 'xl:grid-cols-[minmax(0,1fr)_236px]' : 'xl:grid-cols-[minmax(0,1fr)_300px]'}`}
        >
          <Canvas
            picture={drawn}
            layout={placed}
            cause={cause}
            lit={lit}
            center={center ?? null}
            broken={broken}
            focus={focused?.id ?? null}
            onFocus={(id) => address({ focus: id })}
            onUnder={setUnder}
          />
          <Blast
            focused={focused}
            broken={focused ? dependants(focused.id, list) : []}
            worst={worst(drawn.nodes, list)}
            onFocus={(id) => address({ focus: id })}
          />
        </div>
      ) : null}
    </>
  );
}

function told(drawn: number, alone: number, left: number): string {
  const parts = [`${counted(drawn, 'service')} drawn`];
  if (left > 0) parts.push(`${left} more would be too many to read, choose a project`);
  if (alone > 0) parts.push(`${counted(alone, 'service')} without dependencies left out`);
  return parts.join(' · ');
}

/** The services with which most others break. */
function worst(nodes: readonly Service[], list: readonly Service[]): { service: Service; count: number }[] {
  return nodes
    .filter((one) => nodes.some((other) => other.depends_on.includes(one.id)))
    .map((service) => ({ service, count: dependants(service.id, list).length }))
    .sort((a, b) => b.count - a.count || worstFirst(a.service, b.service))
    .slice(0, 5);
}
