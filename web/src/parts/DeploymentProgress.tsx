import type { Deployment, DeploymentStatus } from '../wire/types';
import { StatusBadge } from './StatusBadge';

const STEPS: Partial<Record<DeploymentStatus, number>> = { pending: 0, installing: 33, starting: 66, running: 100 };

/** How far a deployment is, in percent; null for those that are on no way anywhere. */
const progress = (status: DeploymentStatus): number | null => STEPS[status] ?? null;

/** A deployment's status; while it is under way how far it is and what it does, where it failed why. */
export function DeploymentProgress({ deployment }: { deployment: Omit<Deployment, 'id'> }) {
  const { status, progress_message, error_message } = deployment;
  const percent = progress(status);
  const said = percent === null ? error_message : progress_message;
  return (
    <div className="grid gap-1.5" data-deployment={status}>
      <div className="flex items-center gap-2">
        <StatusBadge status={status} />
        {said ? (
          <span className={`truncate text-[12.5px] ${percent === null ? 'text-down' : 'text-mute'}`} title={said}>
            {said}
          </span>
        ) : null}
        {percent === null ? null : <span className="num ml-auto text-[12px] text-faint">{`${percent} %`}</span>}
      </div>
      {percent === null ? null : (
        <div
          role="progressbar"
          aria-label="Deployment"
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuetext={said ? `${percent} %: ${said}` : `${percent} %`}
          className="h-1.5 overflow-hidden rounded bg-line2"
        >
          <div className="h-full rounded bg-blue-500 transition-[width]" style={{ width: `${percent}%` }} />
        </div>
      )}
    </div>
  );
}
