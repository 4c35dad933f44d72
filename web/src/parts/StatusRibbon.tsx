import { counted } from '../format/numbers';
import { clock } from '../format/time';
import type { Slot } from '../wire/types';
import { tone } from './StatusBadge';

/** The status of each step of time, in a row of bars. */
export function StatusRibbon({ steps }: { steps: readonly { at: number; status: Slot }[] }) {
  const now = Date.now();
  const bad = steps.filter((step) => step.status === 'down').length;
  const slow = steps.filter((step) => step.status === 'degraded').length;
  const maintained = steps.filter((step) => step.status === 'maintenance').length;
  const maintenance = maintained > 0 ? `, ${maintained} with maintenance` : '';
  return (
    <div
      role="img"
      aria-label={`Status: ${counted(steps.length, 'step')}, ${bad} with down, ${slow} with degraded${maintenance}`}
      className="flex h-4 sm:gap-[1.5px]"
    >
      {steps.map(({ at, status }) => (
        <i
          key={at}
          className={`min-w-0 flex-1 sm:rounded-[1px] fill-${status === 'maintenance' ? 'mnt' : tone(status)}`}
          title={`${clock(at, now)}: ${status}`}
        />
      ))}
    </div>
  );
}
