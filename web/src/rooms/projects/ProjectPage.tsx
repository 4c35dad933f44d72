import { SearchX } from 'lucide-react';
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

const SHOWN = 100;

export default function ProjectPage({ id }: { id: string }) {
  useFigures();
  const { board } = live;
  const project = board.projects.get(id);
  const services = board.list.filter((one) => one.project === id).map((one) => board.services.get(one.id) ?? one);
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
      <div className="mb-4 flex items-center gap-[10px]">
        <h1 className="font-[620] text-[21px] tracking-[-0.021em]">{project?.name ?? id}</h1>
        <StatusBadge status={services.length > 0 ? projectHealth(services, targets) : (targets[0]?.health.status ?? 'unknown')} />
        <Link href={`/services?project=${id}`} className="btn ml-auto">
          In the list
        </Link>
      </div>
      {targets.length > 0 ? (
        <Card title="Targets" note={counted(targets.length, 'target')}>
          <div className="grid gap-x-8 md:grid-cols-2">
            {targets.map((target) => (
              <div key={target.id} className="p-4">
                <TargetLines target={target} />
              </div>
            ))}
          </div>
        </Card>
      ) : null}
      <Card title="Services" note={counted(services.length, 'service')}>
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
