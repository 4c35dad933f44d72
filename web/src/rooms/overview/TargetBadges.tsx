import { StatusBadge, standing } from '../../parts/StatusBadge';
import type { Target } from '../../wire/types';
import { worstTargets } from './targets';

const SHOWN = 4;

/** A project's targets, the worst first. */
export function TargetBadges({ targets }: { targets: readonly Target[] }) {
  return (
    <>
      {worstTargets(targets)
        .slice(0, SHOWN)
        .map((one) => (
          <StatusBadge key={one.id} status={standing(one)} text={`${one.id} ${standing(one)}`} />
        ))}
      {targets.length > SHOWN ? <small className="text-faint">{`and ${targets.length - SHOWN} more`}</small> : null}
    </>
  );
}
