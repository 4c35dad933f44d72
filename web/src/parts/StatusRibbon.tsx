import { counted } from '../format/numbers';
import { clock } from '../format/time';
import type { HistoryPoint } from '../wire/types';
import { tone } from './StatusBadge';

/** The status of each step in a row of bars. A step without a check takes the status before it, as the hub does. */
export function StatusRibbon({ points }: { points: readonly HistoryPoint[] }) {
  const now = Date.now();
  const bad = points.filter((point) => point.status === 'down').length;
  const slow = points.filter((point) => point.status === 'degraded').length;
  return (
    <div
      role="img"
      aria-label={`Status: ${counted(points.length, 'step')}, ${bad} with down, ${slow} with degraded`}
      className="flex h-4 sm:gap-[1.5px]"
    >
      {points.map((point) => (
        <i
          key={point.at}
          className={`min-w-0 flex-1 sm:rounded-[1px] fill-${tone(point.status)}`}
          title={`${clock(Date.parse(point.at), now)}: ${point.status}`}
        />
      ))}
    </div>
  );
}
