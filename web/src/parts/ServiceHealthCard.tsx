import { latency, percent } from '../format/numbers';
import { duration, span } from '../format/time';
import { failureWords } from '../format/words';
import { useNow } from '../live/clock';
import type { Service } from '../wire/types';
import { Card } from './Card';
import { PhaseBar } from './PhaseBar';

const LONG = 86_400_000;

/** The figures of now, and where the time of the last check went. */
export function ServiceHealthCard({ service }: { service: Service }) {
  const now = useNow();
  const { health } = service;
  const since = health.since ? span(now - Date.parse(health.since)) : '–';
  const rows: [string, string][] = [
    ['latency', latency(health.latency_ms)],
    [`${service.paused ? 'paused' : health.status} for`, since],
    ['good checks, 24 h', percent(health.success_rate)],
    ['failures, 24 h', String(health.error_count)],
  ];
  if (health.failure) rows.push(['last failure', failureWords(health.failure)]);
  if (service.version) rows.push(['version', service.version]);
  rows.push(['checked every', span(duration(service.interval))]);
  const slow = duration(service.degraded_above);
  // Of one that calls by itself no time is too long.
  if (slow < LONG) rows.push(['slow above', latency(slow)]);
  return (
    <Card title="Now">
      <dl className="grid grid-cols-[auto_1fr] gap-x-[14px] gap-y-[5px] px-4 py-3">
        {rows.map(([term, value]) => (
          <div key={term} className="contents">
            <dt className="text-mute">{term}</dt>
            <dd className="num text-right">{value}</dd>
          </div>
        ))}
      </dl>
      {health.phases ? <PhaseBar phases={health.phases} /> : null}
      <Details details={health.details} />
    </Card>
  );
}

function Details({ details }: { details: Record<string, unknown> | null | undefined }) {
  const entries = Object.entries(details ?? {});
  if (entries.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-[14px] gap-y-[3px] border-line2 border-t px-4 py-3 text-[12px]">
      {entries.map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="text-mute">{key.replaceAll('_', ' ')}</dt>
          <dd className="num min-w-0 break-words text-right">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
