import { Fragment, useMemo } from 'react';
import { Link } from 'wouter';
import { counted } from '../../format/numbers';
import { clock, span } from '../../format/time';
import { capital, reason } from '../../format/words';
import { useNow } from '../../live/clock';
import { useBoard } from '../../live/hooks';
import type { ChangeEvent, Service, Target } from '../../wire/types';
import { fullName, type Plight, peace, plight } from './targets';
import { type Verdict, verdict } from './verdict';

const HEAD = { up: '', deg: 'text-deg', down: 'text-down', unk: 'text-mute' };

export function VerdictLine({ services }: { services: readonly Service[] }) {
  const now = useNow();
  const { changes, targetList } = useBoard();
  const found = useMemo(() => verdict(services), [services]);
  const bad = useMemo(() => plight(targetList), [targetList]);
  // What is worse comes first.
  const leads = bad !== null && found.tone !== 'down' && (bad.tone === 'down' || found.tone !== 'deg');
  const said = bad ? <Deployed bad={bad} /> : null;
  return (
    <div className="mb-5 min-w-0" role="status">
      <h1 className="font-[620] text-[21px] leading-[1.3] tracking-[-0.021em]">
        {leads ? said : null}
        {services.length > 0 ? (
          <>
            <span className={HEAD[found.tone]}>{found.head}</span>
            {found.causes.length > 0 ? <Causes found={found} /> : null}
          </>
        ) : (
          peace(targetList)
        )}
        {leads ? null : <> {said}</>}
      </h1>
      <p className="mt-[3px] text-mute">
        {leads ? told(bad.named[0] as Target) : found.first ? trouble(found, found.first, now) : calm(changes[0], now)}
      </p>
    </div>
  );
}

function Deployed({ bad }: { bad: Plight }) {
  return (
    <>
      <span className={HEAD[bad.tone]}>
        {`${bad.lead} `}
        {bad.named.map((one, i) => (
          <Fragment key={fullName(one)}>
            {i === 0 ? null : i === bad.named.length - 1 && !bad.tail.startsWith(' and') ? ' and ' : ', '}
            <Link href={`/projects/${one.project}`} className="hover:underline hover:decoration-faint hover:underline-offset-[3px]">
              {fullName(one)}
            </Link>
          </Fragment>
        ))}
        {bad.tail}
      </span>{' '}
    </>
  );
}

const told = (target: Target): string => capital(target.health.message || `${fullName(target)} is ${target.health.status}`);

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
