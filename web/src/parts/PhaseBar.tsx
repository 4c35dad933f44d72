import { latency } from '../format/numbers';
import type { Phases } from '../wire/types';
import { slices } from './phases';

/** Where the time of a check went. */
export function PhaseBar({ phases, className = 'px-4 pt-1 pb-3' }: { phases: Phases; className?: string }) {
  const parts = slices(phases);
  const total = parts.reduce((sum, one) => sum + one.ms, 0);
  if (total <= 0) return null;
  return (
    <div className={className}>
      <div className="flex h-2 overflow-hidden rounded" aria-hidden>
        {parts.map(({ name, ms, fill }) => (
          <i key={name} className={fill} style={{ width: `${(ms / total) * 100}%` }} />
        ))}
      </div>
      <ul className="mt-1.5 flex flex-wrap gap-x-[14px] text-[12px] text-mute" aria-label="Phases of the last check">
        {parts.map(({ name, ms, fill }) => (
          <li key={name}>
            <i className={`mr-[5px] inline-block size-2 rounded-[2px] ${fill}`} aria-hidden />
            {name} <span className="num">{latency(ms)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
