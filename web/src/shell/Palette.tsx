import { ArrowRight, Box, Copy, LayoutGrid, type LucideIcon, Moon, Pause, Pencil, Play, Plus, RefreshCw, Workflow } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { live } from '../live/store';
import { StatusBadge, shown } from '../parts/StatusBadge';
import { check, toggle } from './actions';
import { useMayEdit } from './caller';
import { Dialog } from './Dialog';
import { chooseLayout, LAYOUTS } from './layout';
import { closeness } from './matches';
import { setTheme } from './theme';

interface Entry {
  key: string;
  name: string;
  kind: string;
  icon?: LucideIcon;
  status?: string;
  run: () => void;
}

const MOST = 12;

function entries(path: string, go: (to: string) => void, may: boolean): Entry[] {
  const page = (name: string, href: string): Entry => ({ key: href, name, kind: 'page', icon: ArrowRight, run: () => go(href) });
  const theme = (name: 'light' | 'dark' | 'system'): Entry => ({
    key: `theme-${name}`,
    name: `Theme: ${name}`,
    kind: 'action',
    icon: Moon,
    run: () => setTheme(name),
  });
  const action = (key: string, name: string, icon: LucideIcon, run: () => void): Entry => ({ key, name, kind: 'action', icon, run });
  const open = live.board.services.get(decodeURIComponent(path.replace(/^\/services\//, '')));
  const project = live.board.projects.get(decodeURIComponent(path.replace(/^\/projects\//, '')));
  const edits = [
    ...(open && open.managed_by !== 'file' ? [action('edit', `Edit ${open.id}`, Pencil, () => go(`/services/${open.id}/edit`))] : []),
    ...(open ? [action('copy', `Duplicate ${open.id}`, Copy, () => go(`/new/service?copy=${open.id}`))] : []),
    ...(project ? [action('target', `Add target to ${project.id}`, Plus, () => go(`/projects/${project.id}/new-target`))] : []),
    action('service', 'Add service', Plus, () => go(`/new/service${project ? `?project=${project.id}` : ''}`)),
    action('project', 'Add project', Plus, () => go('/new/project')),
  ];
  const actions: Entry[] = open
    ? [
        { key: 'check', name: `Check ${open.id} now`, kind: 'action', icon: RefreshCw, run: () => void check([open.id]) },
        {
          key: 'toggle',
          name: `${open.paused ? 'Resume' : 'Pause'} ${open.id}`,
          kind: 'action',
          icon: open.paused ? Play : Pause,
          run: () => void toggle(open),
        },
        { key: 'blast', name: `What breaks with ${open.id}`, kind: 'action', icon: Workflow, run: () => go(`/graph?focus=${open.id}`) },
      ]
    : [];
  return [
    ...(may ? actions : actions.filter(({ key }) => key === 'blast')),
    page('Overview', '/'),
    page('Services', '/services'),
    page('Services that are down', '/services?status=down'),
    page('Projects', '/projects'),
    page('Dependency graph', '/graph'),
    page('Settings', '/settings'),
    ...(may ? edits : []),
    ...[...live.board.projects.values()].map(
      (one): Entry => ({ key: `p-${one.id}`, name: one.name, kind: 'project', icon: Box, run: () => go(`/projects/${one.id}`) }),
    ),
    ...live.board.list.map(
      (one): Entry => ({ key: `s-${one.id}`, name: one.id, kind: 'service', status: shown(one), run: () => go(`/services/${one.id}`) }),
    ),
    ...LAYOUTS.map((one) => action(`layout-${one}`, `Overview: ${one}`, LayoutGrid, () => chooseLayout(one, go))),
    theme('light'),
    theme('dark'),
    theme('system'),
  ];
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const [path, go] = useLocation();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const may = useMayEdit();
  const all = useMemo(() => entries(path, go, may), [path, go, may]);
  const found = useMemo(() => {
    const ranked = all.map((entry) => ({ entry, score: closeness(entry.name, typed.trim()) })).filter(({ score }) => score > 0);
    return ranked.sort((a, b) => b.score - a.score).slice(0, MOST);
  }, [all, typed]);
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') run(found[at]?.entry);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog label="Search or jump to" onClose={onClose}>
      <input
        role="combobox"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        aria-label="Search or jump to"
        placeholder="Search or jump to…"
        className="w-full border-line2 border-b bg-panel px-4 py-3 text-[15px] outline-none placeholder:text-faint"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id="palette" role="listbox" aria-label="Found" className="max-h-[52vh] overflow-y-auto p-1.5">
        {found.map(({ entry }, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
          <div
            key={entry.key}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            tabIndex={-1}
            className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 aria-selected:bg-line2"
            onMouseMove={() => i !== at && setAt(i)}
            onClick={() => run(entry)}
          >
            {entry.icon ? <entry.icon size={14} className="text-faint" aria-hidden /> : null}
            {entry.status ? <StatusBadge status={entry.status} /> : null}
            <span className="truncate font-medium">{entry.name}</span>
            <span className="ml-auto text-[12px] text-faint">{entry.kind}</span>
          </div>
        ))}
        {found.length === 0 ? <p className="px-3 py-6 text-center text-mute">Nothing is called that.</p> : null}
      </div>
    </Dialog>
  );
}
