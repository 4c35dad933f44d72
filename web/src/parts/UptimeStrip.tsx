import { percent } from '../format/numbers';
import { span } from '../format/time';
import type { Slot, Status, UptimeStrip as Strip } from '../wire/types';

const WIDTH = 96;
const HEIGHT = 16;

// Height says it as well as colour: the worse, the taller.
const BARS: { slot: Slot; fill: string; height: number }[] = [
  { slot: 'up', fill: 'var(--up-tile)', height: 10 },
  { slot: 'degraded', fill: 'var(--deg-fill)', height: 13 },
  { slot: 'down', fill: 'var(--down-fill)', height: 16 },
  { slot: 'maintenance', fill: 'var(--mnt-tile)', height: 7 },
  { slot: 'paused', fill: 'var(--unk-tile)', height: 5 },
  { slot: 'unknown', fill: 'var(--unk-tile)', height: 2 },
];

// What is down within a window of maintenance is not drawn as down: whether it still is one, the next answer says.
const RANK: Record<Slot, number> = { unknown: 0, paused: 1, up: 2, degraded: 3, down: 4, maintenance: 5 };

/** The slots with the last one at least as bad as the service is now: an answer holds for a while, a change is seen at once. */
export function upToNow(slots: readonly Slot[], now: Status | 'paused'): Slot[] {
  const last = slots.at(-1);
  return last !== undefined && RANK[now] > RANK[last] ? [...slots.slice(0, -1), now] : [...slots];
}

/** A day in words: `99.31 % of 24 h, down 10 min`. */
export function tellStrip(strip: Strip): string {
  const maintenance = strip.slots.includes('maintenance');
  if (strip.uptime_percent == null) return maintenance ? 'all that is known of 24 h is maintenance' : 'nothing known of 24 h';
  const down = strip.down_seconds > 0 ? `, down ${span(strip.down_seconds * 1000)}` : '';
  return `${percent(strip.uptime_percent)} of 24 h${down}${maintenance ? ', with maintenance' : ''}`;
}

/** The last day as a row of bars, the newest at the right. */
export function UptimeStrip({ strip, now }: { strip: Strip | undefined; now: Status | 'paused' }) {
  if (!strip) return <span className="block h-4 w-24" aria-hidden />;
  const slots = upToNow(strip.slots, now);
  const step = WIDTH / slots.length;
  const words = tellStrip(strip);
  return (
    <svg role="img" aria-label={words} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block">
      <title>{words}</title>
      {BARS.map(({ slot, fill, height }) => {
        const path = slots
          .map((one, i) => (one === slot ? `M${i * step} ${HEIGHT - height}h${step - 1}v${height}h${1 - step}z` : ''))
          .join('');
        return path ? <path key={slot} d={path} fill={fill} data-slot={slot} /> : null;
      })}
    </svg>
  );
}
