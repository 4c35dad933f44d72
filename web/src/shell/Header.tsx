import { Activity, Monitor, Moon, Search, Sun } from 'lucide-react';
import { Link } from 'wouter';
import { CrumbBar } from './Crumb';
import { openPalette } from './keys';
import { setTheme, type Theme, useTheme } from './theme';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const ICON = { system: Monitor, light: Sun, dark: Moon };

/** The next of system, light and dark. */
function ThemeButton() {
  const theme = useTheme();
  const Icon = ICON[theme];
  return (
    <button
      type="button"
      className="btn px-2"
      onClick={() => setTheme(NEXT[theme])}
      aria-label={`Theme: ${theme}. Change to ${NEXT[theme]}`}
      title={`Theme: ${theme}`}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function Header() {
  return (
    <header className="sticky top-0 z-20 flex items-center gap-[10px] border-line border-b bg-[color-mix(in_srgb,var(--bg)_88%,transparent)] px-4 py-[10px] backdrop-blur-[8px] md:px-6">
      <Link href="/" aria-label="Overview" className="md:hidden">
        <Activity size={20} strokeWidth={2.6} className="text-[var(--up-fill)]" aria-hidden />
      </Link>
      <CrumbBar />
      <button
        type="button"
        onClick={openPalette}
        className="ml-auto flex min-h-[30px] items-center gap-2 rounded-[7px] border border-line bg-panel px-2.5 py-1 text-faint md:w-[300px]"
      >
        <Search size={14} aria-hidden className="md:hidden" />
        <span className="sr-only md:not-sr-only">Search or jump to…</span>
        <kbd className="ml-auto hidden md:inline">{mac ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <ThemeButton />
    </header>
  );
}
