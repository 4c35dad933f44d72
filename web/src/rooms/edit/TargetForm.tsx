import { useBoard } from '../../live/hooks';
import { place } from '../../wire/api';
import type { Definition } from '../../wire/types';
import { useDefaults } from './defaults';
import type { Draft } from './draft';
import { Editor, type Subject } from './Editor';
import type { Errors } from './errors';
import { SchemaField } from './Fields';
import { Frame } from './Frame';
import { More, Section } from './Section';
import type { Forms } from './schema';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const NOTHING: Errors = {};

/** Stands for an id that is not written yet, so that the rest can be looked at meanwhile. */
const NAMELESS = 'unnamed';

/** A deployment that is watched by its address. */
export function TargetForm({ project, base, forms }: { project: string; base: Definition | null; forms: Forms }) {
  const board = useBoard();
  const defaults = useDefaults({ project, for: 'target' });
  const lies = (id: string) => place('projects', project, 'targets', id);
  const idOf = (draft: Draft) => base?.id ?? text(draft.id);
  const settings = new Set(forms.project.find((one) => one.name === 'defaults')?.fields.map((one) => one.name));
  const own = forms.target.filter((one) => !settings.has(one.name));
  const [url, ...others] = [...own.filter((one) => one.needed), ...own.filter((one) => !one.needed)];
  const subject: Subject = {
    noun: 'target',
    base,
    place: base ? lies(base.id) : '',
    etag: base ? board.targets.get(`${project}:${base.id}`)?.etag : undefined,
    write: (draft) => {
      const { id: _, ...body } = draft;
      return { method: 'PUT', path: lies(idOf(draft) || NAMELESS), body };
    },
    trial: (draft) => ({ ...draft, project, id: idOf(draft) || undefined }),
    homes: { target: 'id' },
    whole: 'id',
    missing: (draft) => {
      const id = idOf(draft);
      if (id === '') return { id: ['is missing; needed: a name such as production'] };
      return base === null && board.targets.has(`${project}:${id}`) ? { id: [`There is a target ${id} already.`] } : NOTHING;
    },
    title: (draft) => `${project}:${idOf(draft)}`,
    after: () => `/projects/${project}`,
    cancel: `/projects/${project}`,
  };
  return (
    <Editor subject={subject} start={base?.given ?? {}} holds={(path) => (path.length === 1 ? defaults[path[0] as string] : undefined)}>
      {(draft, set) => (
        <>
          <Section title="What is asked">
            {base ? null : (
              <Frame path={['id']} name="Name" about="Such as production or staging: lower-case letters, digits and dashes">
                {(spoken) => (
                  <input
                    {...spoken}
                    required
                    className="field num block w-full"
                    autoComplete="off"
                    spellCheck={false}
                    value={text(draft.id)}
                    onChange={(event) => set(['id'], event.target.value)}
                  />
                )}
              </Frame>
            )}
            {url ? <SchemaField field={url} base={[]} /> : null}
            <More title="Options" open={others.some((one) => draft[one.name] !== undefined)}>
              {others.map((one) => (
                <SchemaField key={one.name} field={one} base={[]} />
              ))}
            </More>
          </Section>
          <Section title="How often and how patiently" note="what is left empty is inherited">
            {forms.target
              .filter((one) => settings.has(one.name))
              .map((one) => (
                <SchemaField key={one.name} field={one} base={[]} />
              ))}
          </Section>
        </>
      )}
    </Editor>
  );
}
