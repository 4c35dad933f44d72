import { CloudOff, FileWarning, RefreshCw } from 'lucide-react';
import { Link } from 'wouter';
import { counted } from '../format/numbers';
import { clock, span } from '../format/time';
import { useNow } from '../live/clock';
import { useLink } from '../live/hooks';
import { live } from '../live/store';
import type { Hub } from '../wire/types';

function Strip({ tone, children }: { tone: 'deg' | 'down' | 'blue'; children: React.ReactNode }) {
  return (
    <div role="status" className={`tone-${tone} flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-b px-4 py-2 md:px-6`}>
      {children}
    </div>
  );
}

/** Says since when the figures are old, and what is done about it. */
export function LinkBanner() {
  const link = useLink();
  const now = useNow();
  if (link.state === 'lost') {
    const known = link.since > 0;
    return (
      <Strip tone="down">
        <CloudOff size={14} aria-hidden />
        <span className="font-[550]">{known ? 'The connection to the hub is lost.' : 'The hub does not answer.'}</span>
        {known ? <span>{`What you see is of ${clock(link.since, now)}, ${span(now - link.since)} ago.`}</span> : null}
        <button type="button" className="ml-auto flex items-center gap-1 font-[550] underline underline-offset-2" onClick={live.connect}>
          <RefreshCw size={13} aria-hidden /> Try now
        </button>
      </Strip>
    );
  }
  if (link.state === 'polling')
    return (
      <Strip tone="blue">
        <RefreshCw size={14} aria-hidden />
        <span>{`Live updates do not get through. Refreshed every ${link.every / 1000} s, last at ${clock(link.at, now)}.`}</span>
      </Strip>
    );
  return null;
}

/** Says that the hub runs on an older file than the one on disk. */
export function ConfigBanner({ hub }: { hub: Hub | undefined }) {
  if (hub?.config.state !== 'bad') return null;
  const findings = hub.config.findings ?? [];
  return (
    <Strip tone="deg">
      <FileWarning size={14} aria-hidden />
      <span className="font-[550]">{`${hub.config.file ?? 'hale.yaml'} has ${counted(findings.length, 'problem')}.`}</span>
      <span>The hub keeps the last good one.</span>
      <Link href="/settings" className="ml-auto font-[550] underline underline-offset-2">
        What is wrong
      </Link>
    </Strip>
  );
}
