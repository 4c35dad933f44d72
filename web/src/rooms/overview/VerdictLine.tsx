import { Fragment, useMemo } from 'react';
import { Link } from 'wouter';
import { counted } from '../../format/numbers';
import { clock, span } from '../../format/time';
import { capital, reason } from '../../format/words';
import { useNow } from '../../live/clock';
import { useBoard } from '../../live/hooks';
import type { ChangeEvent, Service } from '../../wire/types';
import { type Verdict, verdict } from './verdict';

const HEAD = { up: '', deg: 'text-deg', down: 'text-down', unk: 'text-mute' };

export function VerdictLine({ services }: { services: readonly Service[] }) {
  const now = useNow();
  const { changes } = useBoard();
  const found = useMemo(() => verdict(services), [services]);
  return (
    <div className="mb-5 min-w-0" role="status">
      <h1 className="font-[620] text-[21px] leading-[1.3] tracking-[-0.021em]">
        <span className={HEAD[found.tone]}>{found.head}</span>
        {found.causes.length > 0 ? <Causes found={found} /> : null}
      </h1>
      <p className="mt-[3px] text-mute">{found.first ? trouble(found, found.first, now) : calm(changes[0], now)}</p>
    </div>
  );
}

function Causes({ found }: { found: Verdict }) {
  return (
    <>
      {` ${found.lead} `}
      {found.causes.map((id, i) => (
        <Fragment key={id}>
          {i === 0 ? null : i === found.causes.length - 1 && found.more === 0 ? ' and ' : ', '}
          <Link href={`/services/${id}`} className="hover:underline hover:decoration-faint hover:underline-offset-[3px]">
            {id}
          </Link>
        </Fragment>
      ))}
      {found.more > 0 ? ` and ${found.more} more` : ''}.
    </>
  );
}

function trouble(found: Verdict, first: Service, now: number): string {
  const { message, since, failure, why } = first.health;
  const parts = [capital(message || reason(why, failure))];
  if (since) parts.push(`since ${clock(Date.parse(since), now)}, ${span(now - Date.parse(since), true)}`);
  if (found.held > 0) parts.push(`${counted(found.held, 'dependant')} held back`);
  return parts.join(' · ');
}

function calm(last: ChangeEvent | undefined, now: number): string {
  if (!last) return 'Nothing has changed since the hub began to watch.';
  return `Nothing has changed for ${span(now - Date.parse(last.at), true)}. The last was ${last.service_id}: ${last.to}.`;
}
