import { useQuery } from '@tanstack/react-query';
import { latency } from '../../format/numbers';
import { failureWords } from '../../format/words';
import { Clock } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import { api } from '../../wire/api';
import type { Evidence as Kept, Phases, Result, Service } from '../../wire/types';

const SHOWN = 5;

/** While checks fail, more may be kept at any time: a hub writes once a second, and tells nobody. */
const WHILE_FAILING = 5_000;

/** What failed checks saw, the newest open. Nothing is shown where nothing failed. */
export function Evidence({ service, recent }: { service: Service; recent: readonly Result[] }) {
  const { health, id } = service;
  const last = recent.find((one) => !one.success);
  const { data } = useQuery({
    queryKey: ['evidence', id, last?.at ?? '', health.status],
    queryFn: ({ signal }) => api.evidence(id, SHOWN, signal),
    placeholderData: (before) => before,
    refetchInterval: health.consecutive_failures > 0 ? WHILE_FAILING : false,
  });
  const kept = data?.items ?? [];
  const [newest, ...older] = kept;
  if (!newest) return null;
  return (
    <Card
      title="Evidence of the last failures"
      note={
        <>
          <Clock at={last?.at ?? newest.at} />
          {health.consecutive_failures > 0 ? ` · ${health.consecutive_failures} in a row` : ''}
        </>
      }
    >
      <div className="m-4 space-y-3">
        <Seen evidence={newest} asked={typeof service.check.url === 'string' ? service.check.url : undefined} />
        {older.map((one) => (
          <details key={one.at} className="text-[12px]">
            <summary className="cursor-pointer rounded text-mute">
              <Clock at={one.at} /> <span className="ml-2 font-semibold text-text">{failureWords(one.failure)}</span>{' '}
              <span className="break-words">{one.message}</span>
            </summary>
            <div className="mt-2">
              <Seen evidence={one} />
            </div>
          </details>
        ))}
      </div>
    </Card>
  );
}

function Seen({ evidence, asked }: { evidence: Kept; asked?: string }) {
  const { steps, phases, failure, message, answer } = evidence;
  const rows: [string, string, boolean][] = [];
  if (asked) rows.push(['asked', asked, false]);
  // Steps tell their times themselves.
  if (steps.length === 0) for (const [term, took] of measured(phases)) rows.push([term, latency(took), false]);
  // The last step is the message itself.
  const before = steps.filter((step) => step !== message);
  return (
    <div className="num rounded-[7px] border border-line2 bg-bg px-3 py-2.5 text-[12px] leading-[1.6] text-mute">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 [&_dd]:wrap-anywhere">
        {rows.map(([term, text]) => (
          <div key={term} className="contents">
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        {before.length > 0 ? (
          <div className="contents">
            <dt>steps</dt>
            <dd>
              <ol>
                {before.map((step, at) => (
                  // Steps have no names, never change and never move.
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place is all that a step has
                  <li key={at}>{step}</li>
                ))}
              </ol>
            </dd>
          </div>
        ) : null}
        <div className="contents">
          <dt>{failure}</dt>
          <dd className="font-semibold text-down">{message}</dd>
        </div>
      </dl>
      {answer ? (
        <section
          aria-label="What was answered"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached from the keyboard
          tabIndex={0}
          className="mt-2 max-h-56 overflow-auto border-t border-line2 pt-2"
        >
          <pre className="wrap-anywhere whitespace-pre-wrap text-text">{answer}</pre>
        </section>
      ) : null}
    </div>
  );
}

const measured = (phases: Phases | null | undefined): [string, number][] =>
  (
    [
      ['resolve', phases?.dns_ms],
      ['connect', phases?.connect_ms],
      ['tls', phases?.tls_ms],
      ['answer', phases?.first_byte_ms],
    ] as [string, number | null | undefined][]
  ).filter((each): each is [string, number] => each[1] != null);
