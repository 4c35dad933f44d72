import { useBoard } from '../../live/hooks';
import { place } from '../../wire/api';
import type { Definition } from '../../wire/types';
import { useDefaults } from './defaults';
import { Editor, type Subject } from './Editor';
import { SchemaField } from './Fields';
import { Frame } from './Frame';
import { Section } from './Section';
import type { Forms } from './schema';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A project's own fields, and what its members take where they give nothing themselves. */
export function ProjectForm({ base, forms }: { base: Definition | null; forms: Forms }) {
  const board = useBoard();
  const services = useDefaults({});
  const targets = useDefaults({ for: 'target' });
  const lies = base ? place('projects', base.id) : place('projects');
  const subject: Subject = {
    noun: 'project',
    base,
    place: lies,
    etag: base ? board.projects.get(base.id)?.etag : undefined,
    write: (draft) => ({ method: base ? 'PUT' : 'POST', path: lies, body: draft }),
    trial: null,
    homes: {},
    whole: base ? 'name' : 'id',
    title: (draft) => base?.id ?? text(draft.id),
    after: (saved) => `/projects/${saved.id}`,
    cancel: base ? `/projects/${base.id}` : '/projects',
  };
  const defaults = forms.project.find((one) => one.name === 'defaults');
  return (
    <Editor
      subject={subject}
      start={base?.given ?? {}}
      holds={([first, second, third]) =>
        first !== 'defaults' || second === undefined
          ? undefined
          : second === 'targets'
            ? third === undefined
              ? undefined
              : targets[third]
            : services[second]
      }
    >
      {(draft, set) => (
        <>
          <Section title="The project">
            {base ? null : (
              <Frame path={['id']} name="Id" about="Lower-case letters, digits and dashes; it is part of the ids of its services">
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
            {forms.project
              .filter((one) => one !== defaults)
              .map((one) => (
                <SchemaField key={one.name} field={one} base={[]} />
              ))}
          </Section>
          <Section title="Defaults of its services" note="for those that give none themselves">
            {defaults?.fields
              .filter((one) => one.shape !== 'group')
              .map((one) => (
                <SchemaField key={one.name} field={one} base={['defaults']} />
              ))}
          </Section>
          <Section title="Defaults of its targets" note="for those that give none themselves">
            {defaults?.fields
              .find((one) => one.name === 'targets')
              ?.fields.map((one) => (
                <SchemaField key={one.name} field={one} base={['defaults', 'targets']} />
              ))}
          </Section>
        </>
      )}
    </Editor>
  );
}
