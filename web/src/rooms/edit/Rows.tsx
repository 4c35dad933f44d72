import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { at, MASK, type Path, parsed, written } from './draft';
import { Frame } from './Frame';
import { useForm } from './form';
import { kept } from './Secret';

interface Row {
  key: number;
  name: string;
  value: string;
}

let made = 0;
const row = (name = '', value = ''): Row => ({ key: made++, name, value });

/** Names and values, a row each; a name without letters is not sent. */
export function MapField({ path, name, about, json = false }: { path: Path; name: string; about: string; json?: boolean }) {
  const { draft, set, visit } = useForm();
  const [rows, setRows] = useState<Row[]>(() =>
    Object.entries((at(draft, path) ?? {}) as object).map(([key, value]) => row(key, json ? written(value) : String(value))),
  );
  const change = (next: Row[]) => {
    setRows(next);
    set(
      path,
      Object.fromEntries(
        next.filter((one) => one.name.trim() !== '').map((one) => [one.name.trim(), json ? parsed(one.value) : one.value]),
      ),
    );
  };
  const names = rows.map((one) => one.name.trim());
  const twice = names.find((one, i) => one !== '' && names.indexOf(one) !== i);
  const masked = rows.some((one) => one.value.includes(MASK));
  return (
    <Frame
      path={path}
      name={name}
      about={masked ? kept(about) : about}
      note={twice ? <span className="text-down">{`${twice} is there twice; the last one counts`}</span> : undefined}
      group
    >
      {() => (
        <div className="space-y-1.5">
          {rows.map((one, i) => (
            <div key={one.key} className="flex gap-1.5">
              <input
                aria-label={`${name}: name ${i + 1}`}
                className="field num min-w-0 flex-[2]"
                placeholder="name"
                spellCheck={false}
                autoComplete="off"
                value={one.name}
                onChange={(event) => change(rows.map((each) => (each === one ? { ...one, name: event.target.value } : each)))}
                onBlur={() => visit(path)}
              />
              <input
                aria-label={`${name}: value ${i + 1}`}
                className="field num min-w-0 flex-[3]"
                placeholder="value"
                spellCheck={false}
                autoComplete="off"
                value={one.value}
                onChange={(event) => change(rows.map((each) => (each === one ? { ...one, value: event.target.value } : each)))}
                onBlur={() => visit(path)}
              />
              <Without name={one.name || `row ${i + 1}`} onClick={() => change(rows.filter((each) => each !== one))} />
            </div>
          ))}
          <More name={name} onClick={() => setRows([...rows, row()])} />
        </div>
      )}
    </Frame>
  );
}

/** Texts in their order, a row each. */
export function ListField({ path, name, about }: { path: Path; name: string; about: string }) {
  const { draft, set, visit } = useForm();
  const [rows, setRows] = useState<Row[]>(() => [at(draft, path) ?? []].flat().map((one) => row('', String(one))));
  const change = (next: Row[]) => {
    setRows(next);
    set(
      path,
      next.map((one) => one.value),
    );
  };
  return (
    <Frame path={path} name={name} about={rows.some((one) => one.value.includes(MASK)) ? kept(about) : about} group>
      {() => (
        <div className="space-y-1.5">
          {rows.map((one, i) => (
            <div key={one.key} className="flex gap-1.5">
              <textarea
                rows={1}
                aria-label={`${name} ${i + 1}`}
                className="field num min-w-0 flex-1 resize-none [field-sizing:content]"
                spellCheck={false}
                value={one.value}
                onChange={(event) => change(rows.map((each) => (each === one ? { ...one, value: event.target.value } : each)))}
                onBlur={() => visit(path)}
              />
              <Without name={`${name} ${i + 1}`} onClick={() => change(rows.filter((each) => each !== one))} />
            </div>
          ))}
          <More name={name} onClick={() => change([...rows, row()])} />
        </div>
      )}
    </Frame>
  );
}

const Without = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <button type="button" className="btn shrink-0 px-2" aria-label={`Take ${name} away`} onClick={onClick}>
    <X size={13} aria-hidden />
  </button>
);

const More = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <button type="button" className="btn" aria-label={`Add to ${name}`} onClick={onClick}>
    <Plus size={13} aria-hidden />
    Add
  </button>
);
