import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { counted, latency, percent } from '../format/numbers';
import { span } from '../format/time';
import { useMayEdit } from '../shell/caller';
import { api } from '../wire/api';
import type { DeploymentStatus, Project, Service, Target } from '../wire/types';
import { Ago } from './Ago';
import { DeploymentProgress } from './DeploymentProgress';
import { projectHealth } from './projectHealth';
import { StatusBadge, shown, standing, tone } from './StatusBadge';
import { complain, say } from './Toast';

/** A project at a glance: its health, its primary target with a check on demand, and its services. */
export function ProjectCard({
  project,
  services,
  targets,
}: {
  project: Project;
  services: readonly Service[];
  targets: readonly Target[];
}) {
  const primary = targets.find((one) => one.id === project.primary_target) ?? targets[0];
  // Its primary target stands for it; what else is not well is told beneath.
  const health = primary?.health.status ?? projectHealth(services, targets);
  const said = besides(
    services,
    targets.filter((one) => one !== primary),
  );
  return (
    <article className="card flex flex-col" aria-label={project.name}>
      <h2 className="card-head">
        <Link href={`/projects/${project.id}`} className="truncate hover:underline">
          {project.name}
        </Link>
        <span className="ml-auto">
          <StatusBadge status={health} />
        </span>
      </h2>
      <div className="flex flex-1 flex-col gap-3 px-4 py-3">
        {primary ? <TargetLines target={primary} badge={false} /> : null}
        <div>
          <div className="mb-1.5 flex items-baseline gap-2 text-[12px] text-mute">
            {counted(services.length, 'service')}
            {said ? (
              <span className="ml-auto min-w-0 truncate text-right text-down" title={said}>
                {said}
              </span>
            ) : null}
          </div>
          <div className="flex max-h-[60px] flex-wrap gap-[3px] overflow-hidden" aria-hidden>
            {services.slice(0, 120).map((one) => (
              <i key={one.id} className={`tile fill-${tone(shown(one))}`} title={`${one.id}: ${shown(one)}`} />
            ))}
          </div>
        </div>
      </div>
    </article>
  );
}

/** Whether a deployment's status says more than its health beside it does. */
const telling = (status: DeploymentStatus) => status !== 'running' && status !== 'unhealthy';

/** What of a project is down beside its primary target: `staging and 2 services are down`. */
export function besides(services: readonly Service[], targets: readonly Target[]): string {
  const down = services.filter((one) => shown(one) === 'down').length;
  const parts = [
    ...targets.filter((one) => standing(one) === 'down').map((one) => one.id),
    ...(down > 0 ? [counted(down, 'service')] : []),
  ];
  if (parts.length === 0) return '';
  const last = parts.pop() as string;
  return `${parts.length > 0 ? `${parts.join(', ')} and ${last}` : last} ${parts.length > 0 || down > 1 ? 'are' : 'is'} down`;
}

/** A target's health, as the last check saw it. */
export function TargetLines({ target, badge = true }: { target: Target; badge?: boolean }) {
  const { health } = target;
  const [busy, setBusy] = useState(false);
  const may = useMayEdit();
  const refresh = async () => {
    setBusy(true);
    try {
      await api.checkTarget(target.project, target.id);
      say(`${target.project}:${target.id} checked`);
    } catch (error) {
      complain('Not checked', error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div>
      <div className="flex items-center gap-2">
        <span className="font-[550]">{target.id}</span>
        {badge ? <StatusBadge status={health.status} /> : null}
        {may ? (
          <button
            type="button"
            className="btn ml-auto min-h-6 px-1.5"
            disabled={busy}
            aria-label={`Check ${target.id} now`}
            title="Check now"
            onClick={refresh}
          >
            <RefreshCw size={12} aria-hidden className={busy ? 'animate-spin' : ''} />
          </button>
        ) : null}
      </div>
      <div className="num mt-1 truncate text-[12px] text-faint" title={target.url}>
        {target.url}
      </div>
      {telling(target.status) ? (
        <div className="mt-2">
          <DeploymentProgress deployment={{ status: target.status, progress_message: 'waiting for its first check' }} />
        </div>
      ) : null}
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-[12px] [&_dd]:num [&_dt]:text-mute [&>div]:flex [&>div]:gap-1.5">
        <div>
          <dt>response</dt>
          <dd>{latency(health.response_time_ms)}</dd>
        </div>
        <div>
          <dt>uptime</dt>
          <dd>{health.uptime_seconds ? span(health.uptime_seconds * 1000) : '–'}</dd>
        </div>
        <div>
          <dt>errors</dt>
          <dd>{percent(health.error_rate)}</dd>
        </div>
      </dl>
      {health.message && health.status !== 'healthy' ? <p className="mt-1.5 text-[12.5px] text-down">{health.message}</p> : null}
      {health.last_check_at ? (
        <p className="mt-1 text-faint text-xs">
          Last checked: <Ago at={health.last_check_at} />
        </p>
      ) : null}
    </div>
  );
}
