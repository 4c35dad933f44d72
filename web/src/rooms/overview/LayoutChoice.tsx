import { LayoutGrid, type LucideIcon, Rows3, Tv } from 'lucide-react';
import { LAYOUTS, type Layout } from '../../shell/layout';

const LOOKS: Record<Layout, { icon: LucideIcon; about: string }> = {
  team: { icon: LayoutGrid, about: 'Team: every service, the slowest, and what changed' },
  dense: { icon: Rows3, about: 'Dense: a line for each project, more when it is opened' },
  wall: { icon: Tv, about: 'Wall: large, and nothing around it' },
};

/** One of the layouts of the overview. */
export function LayoutChoice({ layout, onChoose }: { layout: Layout; onChoose: (layout: Layout) => void }) {
  return (
    <div role="group" aria-label="Layout" className="flex shrink-0 self-start overflow-hidden rounded-[7px] border border-line bg-panel">
      {LAYOUTS.map((one) => {
        const { icon: Icon, about } = LOOKS[one];
        return (
          <button
            key={one}
            type="button"
            aria-pressed={one === layout}
            aria-label={about}
            title={about}
            className="grid h-7 w-8 place-items-center border-line text-faint not-first:border-l hover:text-text aria-pressed:bg-line2 aria-pressed:text-text"
            onClick={() => onChoose(one)}
          >
            <Icon size={14} aria-hidden />
          </button>
        );
      })}
    </div>
  );
}
