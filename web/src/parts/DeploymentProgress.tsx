import type { DeploymentStatus } from '../wire/types';
import { StatusBadge } from './StatusBadge';

const STEPS: Partial<Record<DeploymentStatus, number>> = { pending: 0, installing: 33, starting: 66, running: 100 };

/** How far a deployment is, in percent; null for those that are on no way anywhere. */
export const progress = (status: DeploymentStatus): number | null => STEPS[status] ?? null;

/** Whether a deployment is under way: those are shown with their progress. */
export const active = (status: DeploymentStatus): boolean => status === 'pending' || status === 'installing' || status === 'starting';

/** A deployment's status, and how far it is with what it says of itself. */
export function DeploymentProgress({ status, message }: { status: DeploymentStatus; message?: string | null }) {
  const percent = progress(status);
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center gap-2">
        <StatusBadge status={status} />
        {message ? <span className="truncate text-[12.5px] text-mute">{message}</span> : null}
        {percent === null ? null : <span className="num ml-auto text-[12px] text-faint">{`${percent} %`}</span>}
      </div>
      {percent === null ? null : (
        <div
          role="progressbar"
          aria-label="Deployment"
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className="h-1.5 overflow-hidden rounded bg-line2"
        >
          <div className="h-full rounded bg-blue-500 transition-[width]" style={{ width: `${percent}%` }} />
        </div>
      )}
    </div>
  );
}
