/** Drawing takes a fifth of the time at most, so that the page answers whatever happens; never later than half a second. */
const REST = 4;
const LATEST_MS = 500;

/** Somebody scrolls until so long after the last movement. */
const SCROLL_MS = 150;

/**
 * When what changed is drawn. The more a drawing cost the longer the pause after it; and while somebody scrolls all that waits is drawn together and as late as
 * is allowed, since each drawing of a large page costs a frame.
 */
export class Pacer<Topic extends string> {
  private readonly waiting = new Map<Topic, ReturnType<typeof setTimeout>>();
  /** How long the last drawing took, in milliseconds. */
  private readonly cost = new Map<Topic, number>();
  private scrolledAt = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly show: (topic: Topic) => void,
    private readonly turned: () => void,
  ) {}

  /** Whether somebody scrolls. */
  get moving(): boolean {
    return this.rest !== undefined;
  }

  /** Says that the page moves. */
  scrolled = (): void => {
    this.scrolledAt = performance.now();
    if (this.rest !== undefined) return;
    this.rest = setTimeout(this.rests, SCROLL_MS);
    this.turned();
  };

  /** Has it drawn once within so many milliseconds, or later where drawing is dear. */
  soon(topic: Topic, ms: number): void {
    if (this.waiting.has(topic)) return;
    const pause = this.moving ? LATEST_MS : Math.min(LATEST_MS, Math.max(ms, REST * (this.cost.get(topic) ?? 0)));
    this.waiting.set(
      topic,
      setTimeout(() => this.due(topic), pause),
    );
  }

  /** Draws it now. */
  draw(topic: Topic): void {
    clearTimeout(this.waiting.get(topic));
    this.waiting.delete(topic);
    const began = performance.now();
    this.show(topic);
    // React draws what these asked for in the microtask that is before this one.
    queueMicrotask(() => this.cost.set(topic, performance.now() - began));
  }

  private due(topic: Topic): void {
    for (const one of this.moving ? [...this.waiting.keys()] : [topic]) this.draw(one);
  }

  private rests = (): void => {
    const left = this.scrolledAt + SCROLL_MS - performance.now();
    this.rest = left > 0 ? setTimeout(this.rests, left) : undefined;
    if (this.rest === undefined) this.turned();
  };
}
