import { latency } from '../../format/numbers';
import { failureWords } from '../../format/words';
import { Clock } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import type { Result, Service } from '../../wire/types';

/** What was seen when a check last failed. Nothing is shown where nothing failed. */
export function Evidence({ service, recent }: { service: Service; recent: readonly Result[] }) {
  const last = recent.find((one) => !one.success);
  const { health } = service;
  if (!last && !health.last_error) return null;
  const current = health.failure != null && last?.at === health.last_check_at;
  const rows: [string, string, boolean][] = [];
  if (typeof service.check.url === 'string') rows.push(['asked', service.check.url, false]);
  if (current && health.phases) {
    const { dns_ms, connect_ms, tls_ms, first_byte_ms } = health.phases;
    if (dns_ms != null) rows.push(['resolve', latency(dns_ms), false]);
    if (connect_ms != null) rows.push(['connect', latency(connect_ms), false]);
    if (tls_ms != null) rows.push(['tls', latency(tls_ms), false]);
    if (first_byte_ms != null) rows.push(['answer', latency(first_byte_ms), false]);
  }
  rows.push([last?.failure ?? 'failed', last?.message ?? health.last_error ?? failureWords(last?.failure), true]);
  return (
    <Card
      title="Evidence of the last failure"
      note={
        last ? (
          <>
            <Clock at={last.at} />
            {health.consecutive_failures > 0 ? ` · ${health.consecutive_failures} in a row` : ''}
          </>
        ) : undefined
      }
    >
      <dl className="num m-4 grid grid-cols-[auto_1fr] gap-x-5 rounded-[7px] border border-line2 bg-bg px-3 py-2.5 text-[12px] leading-[1.6] text-mute">
        {rows.map(([term, text, bad]) => (
          <div key={term} className="contents">
            <dt>{term}</dt>
            <dd className={`break-words ${bad ? 'font-semibold text-down' : ''}`}>{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
