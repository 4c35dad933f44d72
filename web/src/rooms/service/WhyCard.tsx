import { useQuery } from '@tanstack/react-query';
import { FilePenLine } from 'lucide-react';
import { Link } from 'wouter';
import { exact } from '../../format/time';
import { Card } from '../../parts/Card';
import { api } from '../../wire/api';
import type { DefinitionChange, Explanation, Service } from '../../wire/types';
import { before, fields, place } from './changes';

/** While something is wrong, more may be known at any time. */
const WHILE_UNWELL = 10_000;

/** The hub's own explanation of what is not well: the rule, what stands behind it, what changed before it broke. Nothing where all is well. */
export function WhyCard({ service }: { service: Service }) {
  const { id, paused, health } = service;
  const unwell = !paused && (health.status === 'down' || health.status === 'degraded');
  const { data } = useQuery({
    queryKey: ['explain', id, health.status, health.since, health.cause ?? ''],
    queryFn: ({ signal }) => api.explain(id, signal),
    placeholderData: (known) => known,
    refetchInterval: WHILE_UNWELL,
    enabled: unwell,
  });
  if (!unwell || data?.status !== health.status) return null;
  return (
    <Card title="Why">
      {/* The first sentence is the page's own headline. */}
      <ul className="list-disc space-y-1 py-3 pr-4 pl-8 text-[13px] marker:text-faint">
        {data.sentences.slice(1).map((sentence) => (
          <li key={sentence} className="break-words">
            {sentence}
          </li>
        ))}
      </ul>
      <Changed told={data} />
    </Card>
  );
}

function Changed({ told: { broke_at, changes, id } }: { told: Explanation }) {
  if (!broke_at || changes.length === 0) return null;
  return (
    <section className="border-line2 border-t" aria-label="What changed before it broke">
      <h3 className="px-4 pt-2.5 text-[12px] text-mute">What changed before it broke</h3>
      {changes.map((change) => (
        <Change key={`${change.service_id}${change.at}`} change={change} broke={broke_at} own={change.service_id === id} />
      ))}
    </section>
  );
}

function Change({ change, broke, own }: { change: DefinitionChange; broke: string; own: boolean }) {
  return (
    <div className="row px-4 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2">
        <FilePenLine size={13} className="text-faint" aria-hidden />
        {own ? null : (
          <Link href={`/services/${change.service_id}`} className="link font-[550]">
            {change.service_id}
          </Link>
        )}
        <span title={exact(Date.parse(change.at))}>
          {`Changed ${before(change, broke)}: `}
          <span className="font-[550]">{fields(change)}</span>
        </span>
        <span className="num text-[12px] text-faint">{place(change)}</span>
      </p>
      {change.fields.some((one) => !one.secret) ? (
        <dl className="num mt-1.5 space-y-1 text-[12px] text-mute">
          {change.fields
            .filter((one) => !one.secret)
            .map((one) => (
              <div key={one.field} className="flex flex-wrap gap-x-2">
                <dt className="text-faint">{one.field}</dt>
                <dd className="min-w-0 break-all">
                  <del className="no-underline opacity-80">{one.before ?? 'not set'}</del> <span aria-hidden>→</span>
                  <span className="sr-only"> became </span>{' '}
                  <ins className="font-semibold text-text no-underline">{one.after ?? 'not set'}</ins>
                </dd>
              </div>
            ))}
        </dl>
      ) : null}
    </div>
  );
}
