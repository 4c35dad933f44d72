import { ApiError, api } from '../wire/api';
import { Board, type Touched } from './board';
import { adopt, type Early } from './early';
import type { Frame } from './frames';
import { Pacer } from './pacer';
import { type Knock, type Link, Stream } from './stream';

/** Changes of status reach the screen within this; ticking figures are drawn less often. */
const SHAPE_MS = 50;
const FIGURES_MS = 250;
const ACTIVE = new Set(['pending', 'installing', 'starting']);

type Listener = () => void;
type Topic = 'shape' | 'figures' | 'link' | 'moving';

/** The one live picture of the hub that all pages read. */
class Live {
  readonly board = new Board();
  /** Grow with each drawing, so that React knows what to draw anew. */
  readonly versions: Record<Topic, number> = { shape: 0, figures: 0, link: 0, moving: 0 };
  /** Whether a first snapshot is there. */
  ready = false;
  private readonly listeners: Record<Topic, Set<Listener>> = { shape: new Set(), figures: new Set(), link: new Set(), moving: new Set() };
  private readonly pacer = new Pacer<Topic>(
    (topic) => this.tell(topic),
    () => this.tell('moving'),
  );
  private readonly stream = new Stream(
    {
      open: (since) => (early() ?? new WebSocket(address(since))) as never,
      knock,
      poll: () => this.poll(),
      now: () => Date.now(),
      later: (work, ms) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    },
    (frame) => this.take(frame),
    () => this.board.seq,
    () => this.pacer.draw('link'),
  );

  get link(): Link {
    return this.stream.link;
  }

  connect = (): void => this.stream.connect();

  /** Says that the page moves: it is drawn less often then. */
  scrolled = (): void => this.pacer.scrolled();

  /** Whether somebody scrolls. */
  get moving(): boolean {
    return this.pacer.moving;
  }

  subscribe = (topic: Topic) => (listener: Listener) => {
    this.listeners[topic].add(listener);
    return () => this.listeners[topic].delete(listener);
  };

  /** Says that a part of the board was changed from outside the stream. */
  touch(touched: Touched): void {
    if (touched === 'shape') this.pacer.soon('shape', SHAPE_MS);
    if (touched !== 'nothing') this.pacer.soon('figures', touched === 'shape' ? SHAPE_MS : FIGURES_MS);
  }

  private take(frame: Frame): void {
    this.touch(this.board.apply(frame));
    if (frame.type !== 'snapshot') return;
    const first = !this.ready;
    this.ready = true;
    // Who looks at an empty page waits for nothing more.
    if (first) this.pacer.draw('shape');
    void this.remember();
  }

  private async remember(): Promise<void> {
    try {
      this.board.remember((await api.allEvents(50)).items);
      this.touch('shape');
    } catch {
      // The feed then begins with what changes from now on.
    }
  }

  private async poll(): Promise<number> {
    const [services, projects] = await Promise.all([api.services(), api.projects()]);
    const watched = projects.filter((project) => project.targets.length > 0);
    const targets = (await Promise.all(watched.map((project) => api.targets(project.id)))).flat();
    this.board.replace({ services, projects, targets });
    this.ready = true;
    this.touch('shape');
    const active = [...this.board.deployments.values(), ...targets].some((one) => ACTIVE.has(one.status));
    return active ? 5_000 : 30_000;
  }

  private tell(topic: Topic): void {
    this.versions[topic]++;
    for (const listener of this.listeners[topic]) listener();
  }
}

function address(since: number | null): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}/ws/health?results=true${since === null ? '' : `&since=${since}`}`;
}

declare global {
  interface Window {
    haleEarly?: Early;
  }
}

/** The stream that was opened before this script was there, once. */
function early() {
  const one = window.haleEarly;
  delete window.haleEarly;
  return one ? adopt(one) : null;
}

async function knock(): Promise<Knock> {
  try {
    await api.hub();
    return 'open';
  } catch (error) {
    if (!(error instanceof ApiError)) return 'away';
    if (error.status === 401) return 'locked';
    return error.status === 403 ? { refused: error.message } : 'open';
  }
}

export const live = new Live();
