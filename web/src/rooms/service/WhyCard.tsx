import { useQuery } from '@tanstack/react-query';
import { FilePenLine } from 'lucide-react';
import { Link } from 'wouter';
import { exact } from '../../format/time';
import { Card } from '../../parts/Card';
import { api } from '../../wire/api';
import type { DefinitionChange, Explanation, Service } from '../../wire/types';
import { before, place } from './changes';

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
  const { rule, evidence, needs, dependants, changes, notified } = data.story;
  // What it is, is the page's own headline; and changes are shown with their values where there are any.
  const sentences = [rule, evidence, needs, data.changes.length > 0 ? null : changes, dependants, notified].filter((one) => one != null);
  return (
    <Card title="Why">
      <ul className="list-disc space-y-1 py-3 pr-4 pl-8 text-[13px] marker:text-faint">
        {sentences.map((sentence) => (
          <li key={sentence} className="break-words">
            {sentence}
          </li>
        ))}
      </ul>
      <Changed told={data} />
    </Card>
  );
}

const SHOWN = 4;

function Changed({ told: { broke_at, changes, id } }: { told: Explanation }) {
  if (!broke_at || changes.length === 0) return null;
  return (
    <section className="border-line2 border-t" aria-label="What changed before it broke">
      <h3 className="px-4 pt-2.5 font-[550]">What changed before it broke</h3>
      {changes.slice(0, SHOWN).map((change) => (
        <Change key={`${change.service_id}${change.at}`} change={change} broke={broke_at} own={change.service_id === id} />
      ))}
      {changes.length > SHOWN ? <p className="px-4 pb-2.5 text-mute">{`and ${changes.length - SHOWN} more in what it needs`}</p> : null}
    </section>
  );
}

function Change({ change, broke, own }: { change: DefinitionChange; broke: string; own: boolean }) {
  return (
    <div className="row px-4 py-2">
      <p className="flex flex-wrap items-center gap-x-2">
        <FilePenLine size={13} className="text-faint" aria-hidden />
        {own ? null : (
          <Link href={`/services/${change.service_id}`} className="link font-[550]">
            {change.service_id}
          </Link>
        )}
        <span title={exact(Date.parse(change.at))}>{`${own ? 'Changed' : 'changed'} ${before(change, broke)}`}</span>
        <span className="num text-[12px] text-faint">{place(change)}</span>
      </p>
      {change.fields.length === 0 ? (
        <p className="mt-1 text-[12.5px] text-mute">What is not known: it happened while the hub did not run.</p>
      ) : null}
      <dl className="num mt-1 space-y-0.5 text-[12px] text-mute">
        {change.fields.map((one) => (
          <div key={one.field} className="flex flex-wrap gap-x-2">
            <dt className="text-faint">{one.field}</dt>
            <dd className="min-w-0 break-all">
              {one.secret ? (
                'another credential'
              ) : (
                <>
                  <del className="no-underline">{one.before ?? 'not set'}</del> <span aria-hidden>→</span>
                  <span className="sr-only"> became </span>{' '}
                  <ins className="font-semibold text-text no-underline">{one.after ?? 'not set'}</ins>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
