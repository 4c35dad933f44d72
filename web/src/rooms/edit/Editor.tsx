import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { counted } from '../../format/numbers';
import { complain, say } from '../../parts/Toast';
import { useGuard } from '../../shell/guard';
import { ApiError, api } from '../../wire/api';
import type { Definition, Inherited } from '../../wire/types';
import { Conflict, useTheirs } from './Conflict';
import { type Draft, type Path, put, same, spelled } from './draft';
import { type Errors, errorsAt, errorsOf, type Homes, homeless } from './errors';
import { FormContext } from './form';
import { Leaving } from './Leaving';
import { type Rehearsal, useRehearsal, type Write } from './rehearse';
import { TrialCard } from './Trial';
import { YamlCard } from './YamlCard';

/** What a form is about. */
export interface Subject {
  noun: 'service' | 'target' | 'project';
  /** What is there already; null for something new. */
  base: Definition | null;
  /** Where it lies, when it is there already. */
  place: string;
  /** Its etag as the page hears of it live; undefined when it is gone. */
  etag: string | undefined;
  write: (draft: Draft) => Write;
  /** What is asked with to try it once; null where there is nothing to ask. */
  trial: ((draft: Draft) => unknown) | null;
  homes: Homes;
  /** The field at which a refusal of the whole stands. */
  whole: string;
  /** What is missing before the hub can be asked at all. */
  missing?: (draft: Draft) => Errors;
  title: (draft: Draft) => string;
  /** Where to go once it is saved. */
  after: (saved: { id: string; project?: string }) => string;
  cancel: string;
}

/** What a service that waits to be called answers when it is made. */
interface Saved {
  id: string;
  project?: string;
  heartbeat_url?: string | null;
}

const NOTHING: Errors = {};
const FIELDS = new Set([400, 404, 409, 412, 422]);

/** A form with what the hub says of it while somebody writes, beside it the definition as YAML, and one check of it. */
export function Editor({
  subject,
  start,
  holds,
  visitAll = false,
  onSaved,
  children,
}: {
  subject: Subject;
  start: Draft;
  holds: (path: Path) => Inherited | undefined;
  /** Whether what is wrong is said from the beginning: of a copy. */
  visitAll?: boolean;
  /** Instead of going on at once, where there is something to be shown first. */
  onSaved?: (saved: Saved, goOn: () => void) => void;
  children: (draft: Draft, set: (path: Path, value: unknown) => void) => ReactNode;
}) {
  const [, go] = useLocation();
  const [base, setBase] = useState(subject.base);
  const [draft, setDraft] = useState(start);
  const [began, setBegan] = useState(start);
  const [turn, setTurn] = useState(0);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(visitAll);
  const [busy, setBusy] = useState(false);
  // Each try draws the form anew, also where nothing else of it changes.
  const [tries, setTries] = useState(0);
  // Somebody wants to save what the hub refuses: as soon as it is drawn what is wrong, the first of it is where to go on.
  const jumps = useRef(false);
  const box = useRef<HTMLFormElement>(null);
  const guard = useGuard(!same(draft, began));
  const rehearsal = useRehearsal(subject.write(draft));
  const settled = useSettled(rehearsal, subject);
  const missing = subject.missing?.(draft) ?? NOTHING;
  const incomplete = Object.keys(missing).length > 0;
  const errors = useMemo(() => (incomplete ? { ...settled.errors, ...missing } : settled.errors), [settled.errors, incomplete, missing]);
  const { silent } = settled;
  const definition = incomplete ? undefined : settled.definition;
  const theirs = useTheirs(subject, base, busy, setBase);

  const set = (path: Path, value: unknown) => setDraft((old) => put(old, path, value));
  const form = {
    draft,
    set,
    errors,
    holds,
    turn,
    visit: (path: Path) => setVisited((old) => (old.has(spelled(path)) ? old : new Set(old).add(spelled(path)))),
    wrong: (path: Path) => (all || visited.has(spelled(path)) ? errorsAt(errors, path) : []),
  };

  useEffect(() => {
    if (!jumps.current || !all || Object.keys(errors).length === 0) return;
    jumps.current = false;
    jump(box.current);
  });

  const begin = (next: Definition) => {
    setBase(next);
    setBegan(next.given);
    setDraft(next.given);
    setTurn(turn + 1);
  };

  const save = async () => {
    setAll(true);
    jumps.current = true;
    setTries(tries + 1);
    // What the hub has said of just this is not asked again.
    if (incomplete || (!rehearsal.pending && Object.keys(errors).length > 0)) return;
    setBusy(true);
    try {
      const { method, path, body } = subject.write(draft);
      const saved = await api.write<Saved>(method, path, body, subject.etag === undefined ? undefined : base?.etag);
      guard.release();
      say(`${subject.title(draft)} ${base ? 'changed' : 'added'}`);
      const goOn = () => go(subject.after(saved));
      if (onSaved) onSaved(saved, goOn);
      else goOn();
    } catch (error) {
      jumps.current = error instanceof ApiError && FIELDS.has(error.status) && error.status !== 412;
      if (error instanceof ApiError && error.status === 412) theirs.look();
      else if (!(error instanceof ApiError && FIELDS.has(error.status))) complain('Not saved', error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <FormContext.Provider value={form}>
      <div className="grid gap-x-[18px] xl:grid-cols-[minmax(0,1fr)_400px]">
        <form
          ref={box}
          noValidate
          aria-label={base ? `Change ${subject.title(draft)}` : `Add a ${subject.noun}`}
          className="min-w-0 [&_.btn]:scroll-mb-36 [&_.field]:scroll-mb-36"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void save();
            }
          }}
        >
          {theirs.definition && base ? (
            <Conflict
              noun={subject.noun}
              base={base.given}
              theirs={theirs.definition}
              mine={draft}
              onTake={() => begin(theirs.definition as Definition)}
              onKeep={() => setBase(theirs.definition as Definition)}
            />
          ) : null}
          {base && subject.etag === undefined ? (
            <p className="card mb-[18px] px-4 py-3" role="status">
              {`This ${subject.noun} was removed meanwhile by somebody else. Saving makes it anew.`}
            </p>
          ) : null}
          {children(draft, set)}
          <SaveBar
            busy={busy}
            pending={rehearsal.pending}
            errors={errors}
            silent={silent}
            outcome={definition?.outcome ?? null}
            fresh={base === null}
            box={box}
            onCancel={() => go(subject.cancel)}
          />
        </form>
        <div className="min-w-0 xl:sticky xl:top-[66px] xl:max-h-[calc(100vh-78px)] xl:self-start xl:overflow-y-auto">
          {subject.trial ? <TrialCard noun={subject.noun} body={subject.trial(draft)} onRefused={() => setAll(true)} /> : null}
          <YamlCard definition={definition} errors={Object.keys(errors).length} />
        </div>
      </div>
      {guard.asking ? <Leaving onStay={guard.stay} onLeave={guard.leave} /> : null}
    </FormContext.Provider>
  );
}

/** What the hub said last: it stands until it has answered for what is written now, so that nothing flickers under somebody's hands. */
function useSettled(rehearsal: Rehearsal, subject: Subject): { errors: Errors; definition?: Definition; silent?: string } {
  const last = useRef<{ errors: Errors; definition?: Definition; silent?: string }>({ errors: NOTHING });
  const { pending, definition, error } = rehearsal;
  const { homes, whole } = subject;
  return useMemo(() => {
    if (pending) return last.current;
    if (!error) last.current = { errors: NOTHING, definition };
    else if (error instanceof ApiError && FIELDS.has(error.status)) last.current = { errors: errorsOf(error.problem, homes, whole) };
    else last.current = { errors: NOTHING, silent: error instanceof ApiError ? error.message : 'the hub does not answer' };
    return last.current;
  }, [pending, definition, error, homes, whole]);
}

/** Leads to the first field with something wrong in it. */
function jump(form: HTMLFormElement | null): void {
  const wrong = form?.querySelector('[id$="-wrong"]:not(:empty)')?.closest<HTMLElement>('[data-field]');
  if (!wrong) return;
  for (let at = wrong.closest('details'); at; at = at.parentElement?.closest('details') ?? null) at.open = true;
  wrong.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
}

function SaveBar({
  busy,
  pending,
  errors,
  silent,
  outcome,
  fresh,
  box,
  onCancel,
}: {
  busy: boolean;
  pending: boolean;
  errors: Errors;
  silent?: string;
  outcome: string | null;
  fresh: boolean;
  box: React.RefObject<HTMLFormElement | null>;
  onCancel: () => void;
}) {
  const count = Object.keys(errors).length;
  const fields = [...(box.current?.querySelectorAll<HTMLElement>('[data-field]') ?? [])].map((one) => one.dataset.field as string);
  const others = homeless(errors, fields);
  const said = pending
    ? 'Asking the hub…'
    : silent
      ? `Not asked: ${silent}`
      : count > 0
        ? `${counted(count, 'thing')} to mend`
        : outcome === 'unchanged'
          ? 'Nothing is different'
          : outcome
            ? 'The hub has nothing against it'
            : '';
  return (
    <div className="card sticky bottom-[54px] z-10 mb-[18px] px-4 py-3 md:bottom-3">
      {others.map((text) => (
        <p key={text} className="mb-2 break-words text-[12.5px] text-down" role="alert">
          {text}
        </p>
      ))}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <button
          type="submit"
          className="btn pri"
          disabled={busy}
          title="Ctrl Enter"
          // Leaving a field says what is wrong with it, and this would move away under the pointer before it is let go.
          onMouseDown={(event) => event.preventDefault()}
        >
          {busy ? 'Saving…' : fresh ? 'Add' : 'Save'}
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          Cancel
        </button>
        <span className={`ml-auto text-[12.5px] ${count > 0 && !pending ? 'text-down' : 'text-mute'}`} role="status" data-testid="said">
          {said}
        </span>
      </div>
    </div>
  );
}
