import { Lock, Pause, Pencil, Play, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { counted } from '../../format/numbers';
import { clock, exact, span } from '../../format/time';
import { capital, reason } from '../../format/words';
import { useNow } from '../../live/clock';
import { Ago, Ahead } from '../../parts/Ago';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import { check, toggle } from '../../shell/actions';
import { useMayEdit } from '../../shell/caller';
import type { Service } from '../../wire/types';

/** What the service is, since when and why, and the two things most often done to it. */
export function ServiceHead({ service, next }: { service: Service; next: string | null | undefined }) {
  const [checking, setChecking] = useState(false);
  const may = useMayEdit();
  const checkNow = async () => {
    setChecking(true);
    await check([service.id]);
    setChecking(false);
  };
  return (
    <div className="mb-3 flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-[320px]">
        <h1 className="flex flex-wrap items-center gap-x-[10px] font-[620] text-[21px] leading-[1.3] tracking-[-0.021em]">
          <span className="break-all">{service.id}</span>
          <span className="tracking-normal">
            <StatusBadge status={shown(service)} />
          </span>
        </h1>
        <p className="mt-[3px] text-mute">
          <Story service={service} />
          {' · '}
          {service.health.last_check_at ? (
            <>
              Last checked <Ago at={service.health.last_check_at} />
            </>
          ) : (
            'not checked yet'
          )}
          {next ? (
            <>
              {' · next '}
              <Ahead at={Date.parse(next)} />
            </>
          ) : null}
        </p>
      </div>
      {may ? (
        <div className="flex flex-wrap gap-2">
          {service.managed_by === 'file' ? (
            <Link href={`/services/${service.id}?tab=definition`} className="btn" title="Declared in the file, and changed there">
              <Lock size={13} aria-hidden />
              <span className="num">{service.declared_at ?? 'hale.yaml'}</span>
            </Link>
          ) : (
            <Link href={`/services/${service.id}/edit`} className="btn" title="e">
              <Pencil size={13} aria-hidden />
              Edit
            </Link>
          )}
          <button type="button" className="btn" onClick={() => toggle(service)} title="p">
            {service.paused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
            {service.paused ? 'Resume' : 'Pause'}
          </button>
          <button type="button" className="btn pri" onClick={checkNow} disabled={checking} title="c">
            <RefreshCw size={13} aria-hidden className={checking ? 'animate-spin' : ''} />
            {checking ? 'Checking…' : 'Check now'}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function Story({ service: { health, paused } }: { service: Service }) {
  const now = useNow();
  const said = paused ? 'Paused: it is not checked and counts nowhere' : capital(health.message || reason(health.why, health.failure));
  return (
    <>
      {said}
      {health.cause && !paused ? (
        <>
          {', because '}
          <Link href={`/services/${health.cause}`} className="link">
            {health.cause}
          </Link>
          {' is down'}
        </>
      ) : null}
      {health.since ? (
        <span title={exact(Date.parse(health.since))} className="tabular-nums">
          {` · since ${clock(Date.parse(health.since), now)}, ${span(now - Date.parse(health.since), true)}`}
        </span>
      ) : null}
      {health.consecutive_failures > 0 && health.status !== 'down' ? ` · ${counted(health.consecutive_failures, 'failure')} in a row` : ''}
    </>
  );
}
