import { lazy, Suspense } from 'react';
import { useLocation } from 'wouter';
import { useBoard } from '../../live/hooks';
import { live } from '../../live/store';
import { Skeleton } from '../../parts/EmptyState';
import { Crumb } from '../../shell/Crumb';
import { chooseLayout, type Layout, useLayout } from '../../shell/layout';
import { Begin } from './Begin';
import { CountsRow } from './CountsRow';
import { Feed } from './Feed';
import { Fleet } from './Fleet';
import { LayoutChoice } from './LayoutChoice';
import { Slowest } from './Slowest';
import { VerdictLine } from './VerdictLine';

// Most look at the team's layout; the others are fetched by those who chose them.
const Outline = lazy(() => import('./Outline'));
const Wall = lazy(() => import('./Wall'));

/** Is anything wrong, what is the cause, since when, what changed. */
export function OverviewPage() {
  const board = useBoard();
  const empty = live.ready && board.services.size === 0 && board.targets.size === 0;
  return (
    <>
      <Crumb parts={['Overview']} />
      {!live.ready ? <Skeleton lines={6} className="card" /> : empty ? <Begin /> : <Everything />}
    </>
  );
}

function Everything() {
  const { list } = useBoard();
  const layout = useLayout();
  const [, go] = useLocation();
  const choose = (next: Layout) => chooseLayout(next, go);
  if (layout === 'wall')
    return (
      <Suspense fallback={<Skeleton lines={6} className="card" />}>
        <Wall services={list} onChoose={choose} />
      </Suspense>
    );
  return (
    <>
      <div className="flex justify-between gap-x-4 max-sm:mb-4 max-sm:flex-col">
        <VerdictLine services={list} />
        <LayoutChoice layout={layout} onChoose={choose} />
      </div>
      {list.length > 0 ? <CountsRow services={list} /> : null}
      {layout === 'dense' ? (
        <Suspense fallback={<Skeleton lines={6} className="card" />}>
          <Outline services={list} />
        </Suspense>
      ) : (
        <div className="grid gap-x-[18px] xl:grid-cols-[minmax(0,1fr)_360px]">
          <div className="min-w-0">
            <Fleet services={list} />
            <Slowest />
          </div>
          <Feed />
        </div>
      )}
    </>
  );
}
