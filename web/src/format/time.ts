/** Times and spans, written one way everywhere. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in words of at most two units: `12 s`, `4 min`, `2 min 10 s`, `3 h 20 min`, `12 d 4 h`. With `coarse`, one unit. */
export function span(ms: number, coarse = false): string {
  const value = Math.max(0, ms);
  if (value < MINUTE) return `${Math.floor(value / SECOND)} s`;
  const units: [number, string][] = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ];
  const first = units.findIndex(([size]) => value >= size);
  const [size, name] = units[first] as [number, string];
  const whole = Math.floor(value / size);
  const below = units[first + 1];
  if (coarse || !below) return `${whole} ${name}`;
  const rest = Math.floor((value - whole * size) / below[0]);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${below[1]}`;
}

/** How long ago: `now`, `12 s ago`, `4 min ago`. A time ahead of us by clock skew reads `now`. */
export function ago(at: number, now: number): string {
  const gone = now - at;
  return gone < SECOND ? 'now' : `${span(gone, true)} ago`;
}

/** How far ahead: `in 18 s`, `now`. */
export function ahead(at: number, now: number): string {
  const left = at - now;
  return left < SECOND ? 'now' : `in ${span(left + SECOND - 1, true)}`;
}

// Made once: making one costs many times what it then does, and every relative time on a page has such a hover.
const EXACT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});

/** The exact local time with its zone, for a hover: `22 Nov 2026, 14:02:11.204 UTC+1`. */
export function exact(at: number): string {
  return EXACT.format(at);
}

/** A day of UTC, given as `2026-11-12`: `12 Nov 2026`. */
export function day(date: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(Date.parse(date));
}

const sameDay = (a: Date, b: Date) => a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();

/** A local clock time: `14:02:11` today, `12 Nov 03:14` on another day. */
export function clock(at: number, now: number): string {
  const time = new Date(at);
  if (sameDay(time, new Date(now))) return time.toLocaleTimeString('en-GB');
  const day = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return `${day} ${time.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}

const UNITS: Record<string, number> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** A duration of the wire, such as `30s`, `1h30m` or `500ms`, in milliseconds; 0 when it is none. */
export function duration(text: string): number {
  let sum = 0;
  for (const [, value, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d|w)/g)) sum += Number(value) * (UNITS[unit as string] ?? 0);
  return sum;
}
