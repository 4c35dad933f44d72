import { useBoard } from '../../live/hooks';
import { live } from '../../live/store';
import { Skeleton } from '../../parts/EmptyState';
import { Crumb } from '../../shell/Crumb';
import { Begin } from './Begin';
import { CountsRow } from './CountsRow';
import { Feed } from './Feed';
import { Fleet } from './Fleet';
import { Slowest } from './Slowest';
import { VerdictLine } from './VerdictLine';

/** Is anything wrong, what is the cause, since when, what changed. */
export function OverviewPage() {
  const board = useBoard();
  const empty = live.ready && board.services.size === 0;
  return (
    <>
      <Crumb parts={['Overview']} />
      {!live.ready ? <Skeleton lines={6} className="card" /> : empty ? <Begin /> : <Everything />}
    </>
  );
}

function Everything() {
  const { list } = useBoard();
  return (
    <>
      <VerdictLine services={list} />
      <CountsRow services={list} />
      <div className="grid gap-x-[18px] xl:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0">
          <Fleet services={list} />
          <Slowest />
        </div>
        <Feed />
      </div>
    </>
  );
}
