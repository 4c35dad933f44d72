import { Activity, Box, LayoutGrid, List, type LucideIcon, Settings, Workflow } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { count, counted } from '../format/numbers';
import type { Board } from '../live/board';
import { useBoard, useLink } from '../live/hooks';
import { live } from '../live/store';
import { shown, standing } from '../parts/StatusBadge';
import { ConfigBanner, LinkBanner } from './Banner';
import { Header } from './Header';
import { Help } from './Help';
import { pace, useHub } from './hub';
import { useKeys, usePaletteCall } from './keys';
import { useLayout } from './layout';

const Palette = lazy(() => import('./Palette'));

/** What a page lists, and how many of it are down. */
interface Listed {
  noun: string;
  of: (board: Board) => number;
}

const services: Listed = { noun: 'service', of: ({ list }) => list.reduce((sum, one) => sum + (shown(one) === 'down' ? 1 : 0), 0) };
const targets: Listed = { noun: 'target', of: ({ targetList }) => targetList.filter((one) => standing(one) === 'down').length };

const ROOMS: { group: string; pages: { href: string; name: string; icon: LucideIcon; lists?: Listed }[] }[] = [
  {
    group: 'Watch',
    pages: [
      { href: '/', name: 'Overview', icon: LayoutGrid },
      { href: '/services', name: 'Services', icon: List, lists: services },
      { href: '/projects', name: 'Projects', icon: Box, lists: targets },
      { href: '/graph', name: 'Graph', icon: Workflow },
    ],
  },
  { group: 'System', pages: [{ href: '/settings', name: 'Settings', icon: Settings }] },
];

/** How many of what a page lists are down. */
function Down({ noun, of }: Listed) {
  const down = of(useBoard());
  return down === 0 ? null : (
    <span
      className="absolute top-1 ml-10 rounded-full bg-down-bg px-1.5 md:static md:ml-auto font-semibold text-[11px] text-down"
      title={`${counted(down, noun)} down`}
    >
      {count(down)}
    </span>
  );
}

const here = (path: string, href: string) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`));

function Side() {
  const [path] = useLocation();
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-30 flex gap-[2px] border-line border-t bg-bg px-2 py-1 md:sticky md:top-0 md:h-screen md:flex-col md:border-t-0 md:border-r md:px-[10px] md:py-[14px]"
    >
      <Link href="/" className="hidden items-center gap-2 px-2 pt-1 pb-[14px] font-[650] text-[16px] tracking-[-0.02em] md:flex">
        <Activity size={20} strokeWidth={2.6} className="text-[var(--up-fill)]" aria-hidden />
        hale
      </Link>
      {ROOMS.map(({ group, pages }) => (
        <div key={group} className="contents">
          <div className="hidden px-2 pt-3 pb-1 font-medium text-[11px] text-faint md:block">{group}</div>
          {pages.map(({ href, name, icon: Icon, lists }) => (
            <Link
              key={href}
              href={href}
              aria-current={here(path, href) ? 'page' : undefined}
              className="relative flex flex-1 flex-col items-center gap-0.5 rounded-md border border-transparent px-2 py-[4px] font-medium text-[11px] text-mute hover:text-text aria-[current]:border-line aria-[current]:bg-panel aria-[current]:text-text aria-[current]:shadow-[var(--shade)] md:flex-none md:flex-row md:gap-[9px] md:text-[13px]"
            >
              <Icon size={15} strokeWidth={1.8} aria-hidden />
              {name}
              {lists ? <Down {...lists} /> : null}
            </Link>
          ))}
        </div>
      ))}
      <Foot />
    </nav>
  );
}

const WORDS = { live: 'live', connecting: 'connecting', lost: 'not connected', polling: 'polling', locked: 'locked', refused: 'refused' };

function Foot() {
  const link = useLink();
  const board = useBoard();
  const { data: hub } = useHub();
  return (
    <div className="mt-auto hidden flex-col gap-[3px] border-line border-t px-2 pt-[10px] pb-[2px] text-[11.5px] text-faint md:flex">
      <span className="truncate">
        <span className={`mr-1.5 inline-block size-[7px] rounded-full ${link.state === 'live' ? 'fill-up' : 'fill-unk'}`} aria-hidden />
        {WORDS[link.state]}
        {hub ? ` · ${hub.id}` : ''}
      </span>
      <span className="tabular-nums">
        {counted(board.services.size, 'service')}
        {hub ? ` · ${pace()}` : ''}
      </span>
    </div>
  );
}

/** Whether the page is a screen on the wall, without anything around it. Where nothing is watched yet there is more to do than to look. */
function useWall(): boolean {
  const [path] = useLocation();
  const layout = useLayout();
  const { services, targets } = useBoard();
  return path === '/' && layout === 'wall' && !(live.ready && services.size === 0 && targets.size === 0);
}

/** The frame around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  usePaletteCall(useCallback(() => setOpen('palette'), []));
  useKeys({ '?': () => setOpen('help') });
  const { data: hub } = useHub();
  const wall = useWall();
  const lost = useLink().state === 'lost';
  return (
    <div className={`min-h-screen ${wall ? '' : 'md:grid md:grid-cols-[208px_minmax(0,1fr)]'}`}>
      <a href="#main" className="sr-only z-50 rounded bg-panel p-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2">
        To the content
      </a>
      {wall ? null : <Side />}
      <div className={`min-w-0 ${wall ? '' : 'pb-16 md:pb-0'}`}>
        {wall ? null : <Header />}
        <LinkBanner />
        <ConfigBanner hub={hub} />
        <main
          id="main"
          tabIndex={-1}
          className={`mx-auto px-4 ${wall ? '' : 'max-w-[1480px]'} pt-[22px] pb-10 outline-none md:px-6 ${lost ? 'stale' : ''}`}
        >
          {children}
        </main>
      </div>
      {open === 'help' ? <Help onClose={() => setOpen(null)} /> : null}
      <Suspense>{open === 'palette' ? <Palette onClose={() => setOpen(null)} /> : null}</Suspense>
    </div>
  );
}
