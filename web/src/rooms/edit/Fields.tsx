import type { ReactNode } from 'react';
import { at, MASK, number, type Path } from './draft';
import { Frame, label, type Spoken } from './Frame';
import { useForm } from './form';
import { ListField, MapField } from './Rows';
import { kept, SecretField } from './Secret';
import type { Field } from './schema';

const GIVERS: Record<string, string> = { project: "the project's default", hub: "the hub's default", built_in: 'the default' };

/** The end of a description that names the default. */
const DEFAULT = /; [^;]* by default(, [^;]*)?$/;

/** A field as the hub's schema describes it. */
export function SchemaField({ field, base }: { field: Field; base: Path }) {
  const { draft, set, turn } = useForm();
  const path = [...base, field.name];
  const value = at(draft, path);
  const name = label(field.name);
  if (field.shape === 'group')
    return (
      <fieldset className="col-span-full grid gap-x-5 gap-y-4 rounded-[7px] border border-line2 p-3 sm:grid-cols-2">
        <legend className="px-1 font-[550] text-[12.5px]">{name}</legend>
        {field.fields.map((one) => (
          <SchemaField key={one.name} field={one} base={path} />
        ))}
      </fieldset>
    );
  if (field.shape === 'map' || field.shape === 'json')
    return <MapField key={turn} path={path} name={name} about={field.about} json={field.shape === 'json'} />;
  if (field.shape === 'list') return <ListField key={turn} path={path} name={name} about={field.about} />;
  if (field.secret) return <SecretField key={turn} path={path} name={name} about={field.about} />;
  return <Simple field={field} path={path} value={value} onChange={(next) => set(path, next)} />;
}

/** A field with one value. */
function Simple({ field, path, value, onChange }: { field: Field; path: Path; value: unknown; onChange: (value: unknown) => void }) {
  const holds = useForm().holds(path);
  const otherwise = holds?.value ?? field.initial;
  const text = value === undefined ? '' : String(value);
  // What holds by default is said in the field, and whose it is above it.
  const about = otherwise === undefined ? field.about : field.about.replace(DEFAULT, '');
  return (
    <Frame
      path={path}
      name={label(field.name)}
      about={text.includes(MASK) ? kept(about) : about}
      note={holds ? `otherwise ${holds.value}, ${GIVERS[holds.from] ?? holds.from}` : undefined}
    >
      {(spoken) => {
        if (field.shape === 'bool')
          return (
            <Choice spoken={spoken} value={text} onChange={(next) => onChange(next === '' ? undefined : next === 'true')}>
              <option value="">{otherwise === undefined ? '–' : `${otherwise === 'true' ? 'yes' : 'no'}, by default`}</option>
              <option value="true">yes</option>
              <option value="false">no</option>
            </Choice>
          );
        if (field.shape === 'words')
          return (
            <Choice spoken={spoken} value={text} onChange={(next) => onChange(next)}>
              <option value="">{otherwise === undefined ? '–' : `${otherwise}, by default`}</option>
              {(field.words.includes(text) || text === '' ? field.words : [text, ...field.words]).map((word) => (
                <option key={word} value={word}>
                  {word}
                </option>
              ))}
            </Choice>
          );
        const typed = (next: string) => onChange(field.shape === 'number' ? number(next) : next);
        const shared = {
          ...spoken,
          value: text,
          placeholder: otherwise ?? '',
          required: field.needed,
          autoComplete: 'off',
          spellCheck: false,
        };
        return field.shape === 'long' || text.includes('\n') ? (
          <textarea
            {...shared}
            rows={1}
            className="field num block w-full resize-none [field-sizing:content]"
            onChange={(event) => typed(event.target.value)}
          />
        ) : (
          <input
            {...shared}
            inputMode={field.shape === 'number' ? 'numeric' : undefined}
            className="field num block w-full"
            onChange={(event) => typed(event.target.value)}
          />
        );
      }}
    </Frame>
  );
}

function Choice({
  spoken,
  value,
  onChange,
  children,
}: {
  spoken: Spoken;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  return (
    <select {...spoken} className="field block w-full" value={value} onChange={(event) => onChange(event.target.value)}>
      {children}
    </select>
  );
}
