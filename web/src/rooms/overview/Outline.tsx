import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { counted, latency } from '../../format/numbers';
import { reason } from '../../format/words';
import { useBoard } from '../../live/hooks';
import { live } from '../../live/store';
import { Card } from '../../parts/Card';
import { StatusBadge, severity, shown, standing } from '../../parts/StatusBadge';
import type { Service, Target } from '../../wire/types';
import { byProject } from './Fleet';
import { TargetBadges } from './TargetBadges';
import { summary } from './Tiles';
import { isSick, worstTargets } from './targets';
import { type Counts, tally, worstFirst } from './verdict';

/** How many services of a project are shown when it is opened; the list of services has all. */
const MOST = 50;

/** How many of those that are not well are named before it is opened. */
const NAMED = 3;

const sick = (service: Service) => shown(service) === 'down' || shown(service) === 'degraded';

/** A line for each project, those with trouble first; its services when it is opened. */
export default function Outline({ services }: { services: readonly Service[] }) {
  const { targetList } = useBoard();
  const groups = byProject(services, targetList)
    .map(({ project, members, targets }) => ({ project, members: [...members].sort(worstFirst), targets: worstTargets(targets) }))
    .sort((a, b) => trouble(a) - trouble(b) || (a.project < b.project ? -1 : 1));
  return (
    <Card title="Projects" note={counted(groups.length, 'project')}>
      {groups.map(({ project, members, targets }) => (
        <ProjectLine key={project} project={project} members={members} targets={targets} />
      ))}
    </Card>
  );
}

/** How near the top a project belongs, by the worst of what is in it: both come worst first. */
function trouble({ members, targets }: { members: readonly Service[]; targets: readonly Target[] }): number {
  const [service, target] = [members[0], targets[0]];
  return Math.min(severity(service ? shown(service) : 'stopped'), severity(target ? standing(target) : 'stopped'));
}

function ProjectLine({ project, members, targets }: { project: string; members: readonly Service[]; targets: readonly Target[] }) {
  const [open, setOpen] = useState(false);
  const name = live.board.projects.get(project)?.name ?? project;
  const bad = members.filter(sick);
  const named = bad.slice(0, NAMED).map((one) => one.name);
  return (
    <details className="row group" data-outline={project} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex min-h-[38px] cursor-pointer list-none items-center gap-3 px-4 hover:bg-line2/50 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} className="shrink-0 text-faint transition-transform group-open:rotate-90" aria-hidden />
        <b className="w-[150px] truncate font-[550] sm:shrink-0">{name}</b>
        <span className="num w-10 shrink-0 text-right text-faint max-sm:hidden">{members.length}</span>
        <Share counts={tally(members)} />
        <span className="min-w-0 flex-1 truncate text-[12.5px] text-mute max-md:hidden">
          {bad.length > NAMED ? `${named.join(', ')} and ${bad.length - NAMED} more` : named.join(', ')}
        </span>
        <span className="ml-auto flex flex-wrap justify-end gap-x-2 gap-y-1 py-1 sm:shrink-0">
          <TargetBadges targets={targets.filter(isSick)} />
          {members.length > 0 ? summary(members) : <TargetBadges targets={targets.filter((one) => !isSick(one))} />}
        </span>
      </summary>
      {open ? <Members project={project} members={members} /> : null}
    </details>
  );
}

/** How much of a project is in which status. */
function Share({ counts }: { counts: Counts }) {
  const parts = [
    ['fill-down', counts.down],
    ['fill-deg', counts.degraded],
    ['fill-unk', counts.unknown + counts.paused],
    ['fill-up', counts.up],
  ] as const;
  return (
    <span className="flex h-[6px] w-[160px] shrink-0 gap-px overflow-hidden rounded max-md:hidden" aria-hidden>
      {parts.map(([fill, value]) => (value > 0 ? <i key={fill} className={`${fill} min-w-[3px]`} style={{ flexGrow: value }} /> : null))}
    </span>
  );
}

function Members({ project, members }: { project: string; members: readonly Service[] }) {
  return (
    <ul className="border-line2 border-t bg-bg/60 py-1 pr-4 pl-[42px]">
      {members.slice(0, MOST).map((one) => (
        <li key={one.id} className="flex min-h-[30px] items-center gap-3">
          <span className="w-[84px] shrink-0">
            <StatusBadge status={shown(one)} />
          </span>
          <Link href={`/services/${one.id}`} className="min-w-0 truncate font-[550] hover:underline sm:w-[200px] sm:shrink-0">
            {one.name}
          </Link>
          <span className="min-w-0 flex-1 truncate text-[12.5px] text-mute max-sm:hidden">
            {sick(one) ? one.health.message || reason(one.health.why, one.health.failure) : ''}
          </span>
          <span className="num ml-auto shrink-0">{latency(one.health.latency_ms)}</span>
        </li>
      ))}
      {members.length > MOST ? (
        <li className="py-1.5">
          <Link href={`/services?project=${project}`} className="link">{`All ${members.length} in the list`}</Link>
        </li>
      ) : null}
    </ul>
  );
}
