import type { Frame } from './frames';
import { parse } from './frames';

/** How the page stands with the hub. Times are of the page's clock, in milliseconds. */
export type Link =
  | { state: 'connecting' }
  | { state: 'live' }
  /** Nothing comes any more. The figures are of `since`. */
  | { state: 'lost'; since: number; retryAt: number }
  /** The hub answers but the stream does not open: figures of `at`, fetched anew every `every` ms. */
  | { state: 'polling'; at: number; every: number }
  /** The hub wants to know who asks. */
  | { state: 'locked' }
  /** The hub refuses this page. */
  | { state: 'refused'; reason: string };

/** What the hub says when it is asked without the stream. */
export type Knock = 'open' | 'locked' | 'away' | { refused: string };

interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  close(): void;
}

/** The outside that a stream needs; a test gives its own. */
export interface Surroundings {
  open(since: number | null): Socket;
  knock(): Promise<Knock>;
  /** Fetches everything; answers after how many ms to do so again. */
  poll(): Promise<number>;
  now(): number;
  later(work: () => void, ms: number): () => void;
  random(): number;
}

/** A hub that says nothing for this long, although it sends a heartbeat every 15 s, is lost. */
export const SILENCE = 35_000;
const FIRST = 500;
const CAP = 15_000;
/** After this many failed attempts with a hub that answers, the page polls. */
const PATIENCE = 3;

/** Keeps one stream open: back-off, resume, watchdog, and polling where there is no stream. */
export class Stream {
  link: Link = { state: 'connecting' };
  private socket: Socket | null = null;
  private failures = 0;
  private heard = 0;
  private stops: { retry?: () => void; watch?: () => void; poll?: () => void } = {};

  constructor(
    private readonly around: Surroundings,
    private readonly take: (frame: Frame) => void,
    private readonly seq: () => number | null,
    private readonly changed: () => void,
  ) {}

  /** Connects, or connects at once where it was waiting for the next attempt. */
  connect = (): void => {
    if (this.socket) return;
    this.stops.retry?.();
    const socket = this.around.open(this.seq());
    this.socket = socket;
    socket.onopen = () => this.opened(socket);
    socket.onmessage = (event) => this.received(socket, event.data);
    socket.onclose = () => this.closed(socket);
    // A connection that neither opens nor fails would otherwise wait for ever.
    this.watch(socket, this.around.now());
  };

  /** Ends everything. */
  stop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
    for (const end of Object.values(this.stops)) end();
    this.stops = {};
  }

  private opened(socket: Socket): void {
    if (socket !== this.socket) return;
    this.failures = 0;
    this.heard = this.around.now();
    this.stops.poll?.();
    this.watch(socket, this.around.now());
    this.become({ state: 'live' });
  }

  private received(socket: Socket, data: unknown): void {
    if (socket !== this.socket || typeof data !== 'string') return;
    this.heard = this.around.now();
    const frame = parse(data);
    if (frame) this.take(frame);
  }

  // Looked at once the time is up, and not set anew with each of hundreds of frames a second.
  private watch(socket: Socket, from: number): void {
    this.stops.watch?.();
    this.stops.watch = this.around.later(
      () => {
        if (this.heard > from) return this.watch(socket, this.heard);
        socket.close();
        this.closed(socket);
      },
      from + SILENCE - this.around.now(),
    );
  }

  private closed(socket: Socket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    this.stops.watch?.();
    this.failures++;
    const wait = Math.min(CAP, FIRST * 2 ** (this.failures - 1)) * (0.8 + 0.4 * this.around.random());
    this.stops.retry = this.around.later(this.connect, wait);
    const polling = this.link.state === 'polling';
    if (!polling && this.link.state !== 'locked') this.become({ state: 'lost', since: this.heard, retryAt: this.around.now() + wait });
    void this.ask();
  }

  private async ask(): Promise<void> {
    const answer = await this.around.knock();
    if (this.link.state === 'live') return;
    if (answer === 'locked') this.halt({ state: 'locked' });
    else if (typeof answer === 'object') this.halt({ state: 'refused', reason: answer.refused });
    else if (answer === 'open' && this.failures >= PATIENCE && this.link.state !== 'polling') await this.poll();
  }

  // Without a key there is no use in knocking again and again: logging in connects anew.
  private halt(link: Link): void {
    this.stops.retry?.();
    this.stops.poll?.();
    this.become(link);
  }

  private poll = async (): Promise<void> => {
    try {
      const every = await this.around.poll();
      if (this.link.state === 'live') return;
      this.heard = this.around.now();
      this.become({ state: 'polling', at: this.heard, every });
      this.stops.poll = this.around.later(() => void this.poll(), every);
    } catch {
      if (this.link.state !== 'live') this.become({ state: 'lost', since: this.heard, retryAt: this.around.now() + CAP });
    }
  };

  private become(link: Link): void {
    this.link = link;
    this.changed();
  }
}
