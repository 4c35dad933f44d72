import { Play } from 'lucide-react';
import { useState } from 'react';
import { latency } from '../../format/numbers';
import { capital, failureWords, reason } from '../../format/words';
import { Card } from '../../parts/Card';
import { PhaseBar } from '../../parts/PhaseBar';
import { StatusBadge } from '../../parts/StatusBadge';
import { complain } from '../../parts/Toast';
import { ApiError, api } from '../../wire/api';
import type { Trial } from '../../wire/types';

interface Tried {
  /** What was asked with, as text. */
  of: string;
  trial?: Trial;
  refused?: string;
}

/** One check of what is written now; nothing of it is kept. */
export function TrialCard({ noun, body, onRefused }: { noun: string; body: unknown; onRefused: () => void }) {
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const now = JSON.stringify(body);
  const run = async () => {
    setBusy(true);
    try {
      setTried({ of: now, trial: await api.attempt(noun, body) });
    } catch (error) {
      if (error instanceof ApiError) {
        setTried({ of: now, refused: error.message });
        onRefused();
      } else complain('Not tried', error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title="Try it" note={tried && tried.of !== now ? 'of an earlier state of the form' : 'asked once, nothing is kept'}>
      <div className="p-4">
        <button type="button" className="btn" onClick={run} disabled={busy}>
          <Play size={13} aria-hidden />
          {busy ? 'Asking…' : 'Try it now'}
        </button>
        <div aria-live="polite">
          {tried?.refused ? <p className="mt-3 break-words text-[12.5px] text-down">{tried.refused}</p> : null}
          {tried?.trial ? <Seen trial={tried.trial} /> : null}
        </div>
      </div>
    </Card>
  );
}

function Seen({ trial }: { trial: Trial }) {
  const { status, why, failure, message, phases, steps, answer, details } = trial;
  const facts = Object.entries(details ?? {});
  return (
    <div className="mt-3 space-y-2" data-testid="trial">
      <p className="flex flex-wrap items-center gap-2">
        <StatusBadge status={status} />
        <span className="num">{latency(trial.latency_ms)}</span>
        <span className="text-mute">{capital(failure ? failureWords(failure) : reason(why))}</span>
      </p>
      {message ? <p className={`break-words text-[12.5px] ${failure ? 'text-down' : 'text-mute'}`}>{message}</p> : null}
      {phases ? <PhaseBar phases={phases} className="" /> : null}
      {steps.length > 0 ? (
        <ol className="num rounded-[7px] border border-line2 bg-bg px-3 py-2.5 text-[12px] text-mute leading-[1.6]" aria-label="Steps">
          {steps.map((step, place) => (
            // Steps have no names, never change and never move.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is all that a step has
            <li key={place} className="break-words">
              {step}
            </li>
          ))}
        </ol>
      ) : null}
      {answer ? (
        <section
          aria-label="What was answered"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached from the keyboard
          tabIndex={0}
          className="num max-h-56 overflow-auto rounded-[7px] border border-line2 bg-bg px-3 py-2.5 text-[12px]"
        >
          <pre className="whitespace-pre-wrap break-words">{answer}</pre>
        </section>
      ) : null}
      {facts.length > 0 ? (
        <dl className="grid grid-cols-[auto_1fr] gap-x-[14px] gap-y-[3px] text-[12px]">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-mute">{name.replaceAll('_', ' ')}</dt>
              <dd className="num min-w-0 break-words text-right">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
