import './wall.css';
import { Activity } from 'lucide-react';
import { useNow } from '../../live/clock';
import { useLink } from '../../live/hooks';
import { useHub } from '../../shell/hub';
import { useKeys } from '../../shell/keys';
import type { Layout } from '../../shell/layout';
import type { Service } from '../../wire/types';
import { CountsRow } from './CountsRow';
import { Feed } from './Feed';
import { Fleet } from './Fleet';
import { LayoutChoice } from './LayoutChoice';
import { VerdictLine } from './VerdictLine';

/** The side of a tile, in hundredths of the screen's width: the fewer there are, the larger. Never below what a tile is elsewhere. */
const side = (count: number) => `max(${count > 1_200 ? 8 : 13}px, ${Math.min(3, 22 / Math.sqrt(count)).toFixed(2)}vw)`;

/** For a screen on the wall: read from across the room, and never touched. */
export default function Wall({ services, onChoose }: { services: readonly Service[]; onChoose: (layout: Layout) => void }) {
  const now = useNow();
  const link = useLink();
  const { data: hub } = useHub();
  useKeys({ escape: () => onChoose('team') });
  return (
    <div className="wall">
      <div className="mb-4 flex items-center gap-3 text-faint">
        <Activity size={22} strokeWidth={2.6} className="text-[var(--up-fill)]" aria-hidden />
        <span className="truncate">{hub?.id ?? 'hale'}</span>
        <span className={`inline-block size-[8px] shrink-0 rounded-full ${link.state === 'live' ? 'fill-up' : 'fill-unk'}`} aria-hidden />
        <span>{link.state === 'live' ? 'live' : 'not live'}</span>
        <span className="num ml-auto text-text">{new Date(now).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}</span>
        <LayoutChoice layout="wall" onChoose={onChoose} />
      </div>
      <VerdictLine services={services} />
      {services.length > 0 ? <CountsRow services={services} /> : null}
      <div className="grid items-start gap-x-[18px] lg:grid-cols-[minmax(0,1fr)_minmax(300px,26%)]">
        <Fleet services={services} tile={side(services.length)} />
        <Feed />
      </div>
    </div>
  );
}
