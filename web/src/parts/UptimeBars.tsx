import { type KeyboardEvent, useRef, useState } from 'react';
import { percent } from '../format/numbers';
import { day, span } from '../format/time';
import type { UptimeDay } from '../wire/types';

const WORST = 95;

type Level = 'none' | 'maintenance' | 'up' | 'degraded' | 'partial' | 'down';

/** How a day was, as the public status page has it: down is more than a twentieth of what is known of it. */
export function level(one: UptimeDay): Level {
  if (one.uptime_percent == null) return one.maintenance_seconds > 0 ? 'maintenance' : 'none';
  if (one.uptime_percent < WORST) return 'down';
  if (one.down_seconds > 0) return 'partial';
  return one.degraded_seconds > 0 ? 'degraded' : 'up';
}

/** A day in words: `12 Nov 2026: 99.31 %, down 10 min`. */
export function told(one: UptimeDay): string {
  const parts = one.uptime_percent == null ? [] : [percent(one.uptime_percent)];
  if (one.down_seconds > 0) parts.push(`down ${span(one.down_seconds * 1000)}`);
  if (one.degraded_seconds > 0) parts.push(`degraded ${span(one.degraded_seconds * 1000)}`);
  if (one.paused_seconds > 0) parts.push(`paused ${span(one.paused_seconds * 1000)}`);
  if (one.maintenance_seconds > 0) parts.push(`maintenance ${span(one.maintenance_seconds * 1000)}`);
  else if (one.uptime_percent == null) parts.unshift('nothing known');
  return `${day(one.date)}: ${parts.join(', ')}`;
}

/** What is known of all days together. */
export function overall(days: readonly UptimeDay[]): number | null {
  const [good, bad] = days.reduce(([a, b], one) => [a + one.up_seconds + one.degraded_seconds, b + one.down_seconds], [0, 0]);
  return good + bad > 0 ? (good / (good + bad)) * 100 : null;
}

/** A bar for each day, the newest at the right. The day under the pointer, or reached with the arrow keys, is told beneath. */
export function UptimeBars({ days }: { days: readonly UptimeDay[] }) {
  const [at, setAt] = useState<number | null>(null);
  const bars = useRef<HTMLDivElement>(null);
  const last = days.length - 1;
  const stop = at ?? last;
  const walk = (event: KeyboardEvent) => {
    const next = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    bars.current?.querySelectorAll<HTMLElement>('[data-day]')[Math.max(0, Math.min(last, next))]?.focus();
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it */}
      <div ref={bars} className="flex h-9 items-stretch gap-px sm:gap-[2px]" onKeyDown={walk} onPointerLeave={() => setAt(null)}>
        {days.map((one, i) => (
          <button
            key={one.date}
            type="button"
            data-day={one.date}
            data-level={level(one)}
            tabIndex={i === stop ? 0 : -1}
            aria-label={told(one)}
            className={`uptime-bar ${i === at ? 'on' : ''}`}
            onPointerEnter={() => setAt(i)}
            onFocus={() => setAt(i)}
            onBlur={() => setAt(null)}
          />
        ))}
      </div>
      <div className="mt-1.5 flex items-baseline justify-between gap-3 text-[12px] text-faint">
        <span className="shrink-0 tabular-nums">{days.length > 0 ? `${days.length} days ago` : ''}</span>
        <span className={`truncate tabular-nums ${at === null ? '' : 'font-[550] text-text'}`}>
          {at === null || !days[at] ? '' : told(days[at])}
        </span>
        <span className="shrink-0">today</span>
      </div>
    </div>
  );
}
