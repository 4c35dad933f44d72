import { ago, ahead, clock, exact } from '../format/time';
import { useNow } from '../live/clock';

const parse = (at: string | null | undefined) => (at ? Date.parse(at) : Number.NaN);

/** A relative time that ticks, with the exact local time and zone on hover. */
export function Ago({ at, none = '–' }: { at: string | null | undefined; none?: string }) {
  const now = useNow();
  const time = parse(at);
  if (Number.isNaN(time)) return <>{none}</>;
  return (
    <time dateTime={at as string} title={exact(time)} className="whitespace-nowrap tabular-nums">
      {ago(time, now)}
    </time>
  );
}

/** How far ahead a time is, ticking. */
export function Ahead({ at }: { at: number }) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at)} className="whitespace-nowrap tabular-nums">
      {ahead(at, now)}
    </time>
  );
}

/** A clock time, with the exact local time and zone on hover. */
export function Clock({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exact(parse(at))} className="num text-[12px] text-faint">
      {clock(parse(at), now)}
    </time>
  );
}
