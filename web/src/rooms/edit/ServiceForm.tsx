import { useRef, useState } from 'react';
import { useBoard } from '../../live/hooks';
import { CopyBlock } from '../../parts/Copy';
import { Dialog } from '../../shell/Dialog';
import { place } from '../../wire/api';
import type { Definition } from '../../wire/types';
import { proposal } from '../overview/proposal';
import { DependsField } from './Depends';
import { useDefaults } from './defaults';
import { at, type Draft, MASK, type Path, rescheme } from './draft';
import { Editor, type Subject } from './Editor';
import { SchemaField } from './Fields';
import { Frame } from './Frame';
import { kept } from './Secret';
import { More, Section } from './Section';
import { type Field, type Forms, type Kind, kindOf } from './schema';

type Put = (path: Path, value: unknown) => void;

/** What a service is asked, where it belongs, and how patiently it is judged. */
export function ServiceForm({
  base,
  start,
  forms,
  copied = false,
}: {
  base: Definition | null;
  start: Draft;
  forms: Forms;
  copied?: boolean;
}) {
  const board = useBoard();
  const [shape, setShape] = useState({ project: text(start.project), type: text(at(start, ['check', 'type'])) });
  const defaults = useDefaults(shape.type === '' ? { project: shape.project } : shape);
  const [calls, setCalls] = useState<{ url: string; goOn: () => void } | null>(null);
  const id = base?.id ?? null;
  const lies = id === null ? place('services') : place('services', id);
  const subject: Subject = {
    noun: 'service',
    base,
    place: lies,
    etag: id === null ? undefined : board.services.get(id)?.etag,
    write: (draft) => ({ method: id === null ? 'POST' : 'PUT', path: lies, body: draft }),
    trial: (draft) => (id === null ? draft : { ...draft, id }),
    homes: { check: 'check.url' },
    whole: 'name',
    title: (draft) => id ?? (text(draft.id) || `${text(draft.project)}-${text(draft.name)}`),
    after: (saved) => `/services/${saved.id}`,
    cancel: id === null ? '/services' : `/services/${id}?tab=definition`,
  };
  return (
    <>
      <Editor
        subject={subject}
        start={start}
        visitAll={copied}
        holds={(path) => (path.length === 1 ? defaults[path[0] as string] : undefined)}
        onSaved={(saved, goOn) => (saved.heartbeat_url ? setCalls({ url: saved.heartbeat_url, goOn }) : goOn())}
      >
        {(draft, set) => <Parts draft={draft} set={set} fresh={id === null} self={id} forms={forms} onShape={setShape} />}
      </Editor>
      {calls ? (
        <Dialog label="Where the job calls" onClose={calls.goOn}>
          <h2 className="card-head">Where the job calls</h2>
          <div className="p-4">
            <p className="mb-3 text-mute">
              The address holds its token, and is shown only now. A new one can be had on the service's page at any time.
            </p>
            <CopyBlock text={calls.url} label="Address" />
          </div>
          <div className="flex justify-end border-line2 border-t p-3">
            <button type="button" className="btn pri" onClick={calls.goOn}>
              Go to the service
            </button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function Parts({
  draft,
  set,
  fresh,
  self,
  forms,
  onShape,
}: {
  draft: Draft;
  set: Put;
  fresh: boolean;
  self: string | null;
  forms: Forms;
  onShape: (shape: { project: string; type: string }) => void;
}) {
  const board = useBoard();
  const named = useRef(!fresh || text(draft.name) !== '');
  const type = text(at(draft, ['check', 'type']));
  const kind = forms.kinds.find((one) => one.name === type);
  const settings = new Set(forms.project.find((one) => one.name === 'defaults')?.fields.map((one) => one.name));
  const own = forms.service.filter((one) => !settings.has(one.name));
  const field = (name: string) => own.find((one) => one.name === name);
  const [kindly, labels, critical, depends] = [field('type'), field('labels'), field('critical'), field('depends_on')];
  // What the schema knows and has no place of its own here; an id and a pause are given once, at the beginning.
  const rest = own.filter((one) => !['type', 'labels', 'critical', 'depends_on', ...(fresh ? [] : ['id', 'paused'])].includes(one.name));
  const [open] = useState(() => rest.some((one) => draft[one.name] !== undefined));

  const suggest = (url: string) => {
    if (!named.current) set(['name'], proposal(url)?.name ?? '');
  };
  return (
    <>
      <Asked
        draft={draft}
        set={set}
        kind={kind}
        kinds={forms.kinds}
        onUrl={suggest}
        onKind={(next) => onShape({ project: text(draft.project), type: next })}
      />
      <Section title="Where it belongs">
        <Frame path={['project']} name="Project" about="Its id; one that is not there yet is made">
          {(spoken) => (
            <>
              <input
                {...spoken}
                required
                list="projects"
                className="field num block w-full"
                autoComplete="off"
                spellCheck={false}
                value={text(draft.project)}
                onChange={(event) => {
                  set(['project'], event.target.value);
                  onShape({ project: event.target.value, type });
                }}
              />
              <datalist id="projects">
                {[...board.projects.keys()].map((id) => (
                  <option key={id} value={id} />
                ))}
              </datalist>
            </>
          )}
        </Frame>
        <Frame path={['name']} name="Name" about={fresh ? 'With the project it makes the id' : 'For people; the id stays what it is'}>
          {(spoken) => (
            <input
              {...spoken}
              required
              className="field num block w-full"
              autoComplete="off"
              spellCheck={false}
              value={text(draft.name)}
              onChange={(event) => {
                named.current = true;
                set(['name'], event.target.value);
              }}
            />
          )}
        </Frame>
        {depends ? <DependsField path={['depends_on']} about={depends.about} self={self} /> : null}
        {labels ? <SchemaField field={labels} base={[]} /> : null}
        {kindly ? <SchemaField field={kindly} base={[]} /> : null}
        {critical ? <SchemaField field={critical} base={[]} /> : null}
        <More title="More about it" open={open}>
          {rest.map((one) => (
            <SchemaField key={one.name} field={one} base={[]} />
          ))}
        </More>
      </Section>
      <Section title="How often and how patiently" note="what is left empty is inherited">
        {forms.service
          .filter((one) => settings.has(one.name))
          .map((one) => (
            <SchemaField key={one.name} field={one} base={[]} />
          ))}
      </Section>
    </>
  );
}

/** The check: its kind, its address, and what else its kind can be told. */
function Asked({
  draft,
  set,
  kind,
  kinds,
  onUrl,
  onKind,
}: {
  draft: Draft;
  set: Put;
  kind: Kind | undefined;
  kinds: readonly Kind[];
  onUrl: (url: string) => void;
  onKind: (kind: string) => void;
}) {
  const check = (draft.check ?? {}) as Draft;
  const [first, others] = parted(kind?.fields ?? []);
  const given = others.filter((one) => check[one.name] !== undefined).length;
  const [open] = useState(given > 0);
  // Options that the other kind knows too are kept; an address keeps all but its scheme.
  const change = (next: Kind, url: string) => {
    const known = next.fields.filter(
      (one) =>
        one.name !== 'url' && check[one.name] !== undefined && one.shape === kind?.fields.find((old) => old.name === one.name)?.shape,
    );
    set(['check'], {
      type: next.name,
      ...(url === '' ? {} : { url }),
      ...Object.fromEntries(known.map((one) => [one.name, check[one.name]])),
    });
    onKind(next.name);
  };
  const typed = (url: string) => {
    const meant = kindOf(kinds, url);
    if (meant && meant !== kind) change(meant, url);
    else set(['check', 'url'], url);
    onUrl(url);
  };
  const choose = (name: string) => {
    const next = kinds.find((one) => one.name === name);
    if (!next) return;
    const url = text(check.url);
    const scheme = next.schemes[0] ?? next.name;
    const takesUrl = next.fields.some((one) => one.name === 'url' && one.needed);
    change(next, url === '' || !takesUrl ? '' : kindOf(kinds, url) === next ? url : rescheme(url, scheme));
  };
  return (
    <Section title="What is asked">
      <Frame path={['check', 'type']} name="Kind" about={kind?.about}>
        {(spoken) => (
          <select {...spoken} className="field block w-full" value={kind?.name ?? ''} onChange={(event) => choose(event.target.value)}>
            {kinds.map((one) => (
              <option key={one.name} value={one.name}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Frame>
      {first.map((one) =>
        one.name === 'url' ? (
          <UrlField key="url" field={one} value={text(check.url)} onChange={typed} />
        ) : (
          <SchemaField key={one.name} field={one} base={['check']} />
        ),
      )}
      {others.length > 0 ? (
        <More key={kind?.name} title={given > 0 ? `Options, ${given} given` : 'Options'} open={open || first.length === 0}>
          {others.map((one) =>
            one.name === 'url' ? (
              <UrlField key="url" field={one} value={text(check.url)} onChange={typed} />
            ) : (
              <SchemaField key={one.name} field={one} base={['check']} />
            ),
          )}
        </More>
      ) : null}
    </Section>
  );
}

/** What must be there, before what may be. */
const parted = (fields: readonly Field[]): [Field[], Field[]] => [fields.filter((one) => one.needed), fields.filter((one) => !one.needed)];

function UrlField({ field, value, onChange }: { field: Field; value: string; onChange: (url: string) => void }) {
  return (
    <Frame path={['check', 'url']} name="Address" about={value.includes(MASK) ? kept(field.about) : field.about}>
      {(spoken) => (
        <input
          {...spoken}
          required={field.needed}
          className="field num block w-full"
          autoComplete="off"
          spellCheck={false}
          inputMode="url"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Frame>
  );
}
