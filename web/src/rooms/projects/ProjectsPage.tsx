import { Box, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { grouped } from '../../format/groups';
import { useFigures } from '../../live/hooks';
import { live } from '../../live/store';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { ProjectCard } from '../../parts/ProjectCard';
import { Crumb } from '../../shell/Crumb';
import { useMayEdit } from '../../shell/caller';
import type { Project, Service } from '../../wire/types';

export default function ProjectsPage() {
  const figures = useFigures();
  const may = useMayEdit();
  const { projects, targets } = live.board;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the figures' version says when the board has new ones
  const members = useMemo(() => grouped(live.board.services.values(), (one: Service) => one.project), [figures]);
  const all = [...projects.values()].sort((a: Project, b: Project) => a.name.localeCompare(b.name));
  return (
    <>
      <Crumb parts={['Projects']} />
      <div className="mb-4 flex items-center gap-2">
        <h1 className="font-[620] text-[21px] tracking-[-0.021em]">Projects</h1>
        {may ? (
          <Link href="/new/project" className="btn ml-auto">
            <Plus size={13} aria-hidden />
            Add project
          </Link>
        ) : null}
      </div>
      {!live.ready ? <Skeleton lines={6} className="card" /> : null}
      <div className="grid gap-[18px] sm:grid-cols-2 xl:grid-cols-3">
        {all.map((project) => (
          <ProjectCard
            key={project.id}
            project={project}
            services={members.get(project.id) ?? []}
            targets={[...targets.values()].filter((one) => one.project === project.id)}
          />
        ))}
      </div>
      {live.ready && all.length === 0 ? (
        <EmptyState icon={Box} title="No project yet">
          A project comes with its first service. The{' '}
          <Link href="/" className="link">
            overview
          </Link>{' '}
          shows three ways to begin.
        </EmptyState>
      ) : null}
    </>
  );
}
