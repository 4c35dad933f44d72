import { Lock, Pencil, Plus, SearchX, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { counted, latency } from '../../format/numbers';
import { useFigures } from '../../live/hooks';
import { useRecall } from '../../live/recall';
import { live } from '../../live/store';
import { Ago } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { TargetLines } from '../../parts/ProjectCard';
import { projectHealth } from '../../parts/projectHealth';
import { Spark } from '../../parts/Spark';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import { Crumb } from '../../shell/Crumb';
import { useMayEdit } from '../../shell/caller';
import { place } from '../../wire/api';
import type { Project, Target } from '../../wire/types';
import type { Removable } from '../edit/Removal';
import { worstFirst } from '../overview/verdict';

const SHOWN = 100;

const Removal = lazy(() => import('../edit/Removal'));

export default function ProjectPage({ id }: { id: string }) {
  useFigures();
  const { board } = live;
  const may = useMayEdit();
  const [removing, setRemoving] = useState<Removable | null>(null);
  const project = board.projects.get(id);
  const services = board.list
    .filter((one) => one.project === id)
    .map((one) => board.services.get(one.id) ?? one)
    .sort(worstFirst);
  const targets = [...board.targets.values()].filter((one) => one.project === id);
  useRecall(services.slice(0, SHOWN).map((one) => one.id));
  if (!live.ready) return <Skeleton lines={6} className="card" />;
  if (!project && services.length === 0)
    return (
      <div className="card mx-auto mt-8 max-w-[620px]">
        <Crumb parts={[{ text: 'Projects', href: '/projects' }, id]} />
        <EmptyState page icon={SearchX} title={`There is no project ${id}`}>
          All that are known are in{' '}
          <Link href="/projects" className="link">
            Projects
          </Link>
          .
        </EmptyState>
      </div>
    );
  return (
    <>
      <Crumb parts={[{ text: 'Projects', href: '/projects' }, project?.name ?? id]} />
      <div className="mb-4 flex flex-wrap items-center gap-x-[10px] gap-y-2">
        <h1 className="font-[620] text-[21px] tracking-[-0.021em]">{project?.name ?? id}</h1>
        <StatusBadge status={projectHealth(services, targets)} />
        <div className="ml-auto flex flex-wrap gap-2">
          <Link href={`/services?project=${id}`} className="btn">
            In the list
          </Link>
          {may && project ? (
            <ProjectActions project={project} onRemove={() => setRemoving(projectRemoval(project, services, targets))} />
          ) : null}
        </div>
      </div>
      <Suspense>{removing ? <Removal removable={removing} onClose={() => setRemoving(null)} /> : null}</Suspense>
      {targets.length > 0 || may ? (
        <Card
          title="Targets"
          note={
            <span className="flex items-center gap-3">
              {counted(targets.length, 'target')}
              {may ? <Add href={`/projects/${id}/new-target`} text="Add target" /> : null}
            </span>
          }
        >
          {targets.length === 0 ? (
            <p className="px-4 py-3 text-mute">A target is a deployment that is watched by its address: production, staging.</p>
          ) : null}
          <div className="grid gap-x-8 md:grid-cols-2">
            {targets.map((target) => (
              <div key={target.id} className="p-4">
                <TargetLines target={target} />
                {may ? <TargetActions target={target} onRemove={() => setRemoving(targetRemoval(target))} /> : null}
              </div>
            ))}
          </div>
        </Card>
      ) : null}
      <Card
        title="Services"
        note={
          <span className="flex items-center gap-3">
            {counted(services.length, 'service')}
            {may ? <Add href={`/new/service?project=${id}`} text="Add service" /> : null}
          </span>
        }
      >
        {services.slice(0, SHOWN).map((one) => (
          <div key={one.id} className="row flex items-center gap-4 px-4 py-[7px]">
            <span className="w-[84px] shrink-0">
              <StatusBadge status={shown(one)} />
            </span>
            <Link href={`/services/${one.id}`} className="min-w-0 flex-1 truncate font-[550] hover:underline">
              {one.name}
            </Link>
            <span className="max-sm:hidden">
              <Spark values={board.trace(one.id)} status={one.health.status} />
            </span>
            <span className="num w-[72px] text-right">{latency(one.health.latency_ms)}</span>
            <span className="w-[72px] text-right text-mute max-sm:hidden">
              <Ago at={one.health.last_check_at} none="never" />
            </span>
          </div>
        ))}
        {services.length === 0 ? <EmptyState title="No service yet" /> : null}
        {services.length > SHOWN ? (
          <p className="px-4 py-3">
            <Link href={`/services?project=${id}`} className="link">{`All ${services.length} in the list`}</Link>
          </p>
        ) : null}
      </Card>
    </>
  );
}

const Add = ({ href, text }: { href: string; text: string }) => (
  <Link href={href} className="btn">
    <Plus size={13} aria-hidden />
    {text}
  </Link>
);

/** Where the file declares it, or the two ways to change it. */
function ProjectActions({ project, onRemove }: { project: Project; onRemove: () => void }) {
  if (project.managed_by === 'file') return <Declared at={project.declared_at} href={`/projects/${project.id}/edit`} />;
  return (
    <>
      <Link href={`/projects/${project.id}/edit`} className="btn">
        <Pencil size={13} aria-hidden />
        Edit
      </Link>
      <button type="button" className="btn danger" onClick={onRemove}>
        <Trash2 size={13} aria-hidden />
        Remove
      </button>
    </>
  );
}

function TargetActions({ target, onRemove }: { target: Target; onRemove: () => void }) {
  const edit = `/projects/${target.project}/targets/${target.id}/edit`;
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      {target.managed_by === 'file' ? (
        <Declared at={target.declared_at} href={edit} />
      ) : (
        <>
          <Link href={edit} className="btn" aria-label={`Edit ${target.id}`}>
            <Pencil size={13} aria-hidden />
            Edit
          </Link>
          <button type="button" className="btn danger" aria-label={`Remove ${target.id}`} onClick={onRemove}>
            <Trash2 size={13} aria-hidden />
            Remove
          </button>
        </>
      )}
    </div>
  );
}

const Declared = ({ at, href }: { at: string | null | undefined; href: string }) => (
  <Link href={href} className="btn" title="Declared in the file, and changed there">
    <Lock size={13} aria-hidden />
    <span className="num">{at ?? 'hale.yaml'}</span>
  </Link>
);

const targetRemoval = ({ project, id }: Target): Removable => ({
  noun: 'target',
  name: `${project}:${id}`,
  place: place('projects', project, 'targets', id),
  means: 'It is no longer watched.',
  after: `/projects/${project}`,
  needs: [],
});

const projectRemoval = ({ id }: Project, services: readonly { id: string }[], targets: readonly Target[]): Removable => ({
  noun: 'project',
  name: id,
  place: place('projects', id),
  means: 'Its name, labels and defaults go. It has no services and no targets any more.',
  after: '/projects',
  needs: [
    ...services.map((one) => ({ id: one.id, href: `/services/${one.id}` })),
    ...targets.map((one) => ({ id: `${id}:${one.id}`, href: `/projects/${id}` })),
  ],
});
