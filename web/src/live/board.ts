import type { ChangeEvent, Deployment, Health, Project, Result, Service, Target } from '../wire/types';
import type { Frame, Snapshot } from './frames';
import { Trace } from './traces';

/** How many changes the feed keeps. */
const FEED = 100;

/** What a frame touched: nothing, a figure that ticks with every check, or what the pages are built from. */
export type Touched = 'nothing' | 'figures' | 'shape';

/** Everything the hub has told, by id. It decides nothing and draws nothing; frames go in, pages read. */
export class Board {
  /** The sequence number of the newest frame; null before the first snapshot. */
  seq: number | null = null;
  services = new Map<string, Service>();
  projects = new Map<string, Project>();
  targets = new Map<string, Target>();
  deployments = new Map<string, Deployment>();
  /** Changes of status over all services, newest first. */
  changes: ChangeEvent[] = [];
  /** The time of each of them, in milliseconds. */
  private readonly moments: number[] = [];
  private readonly traces = new Map<string, Trace>();
  /** The list and everybody's place in it: thousands of services change by the hundreds a second, and hardly ever change places. */
  private sorted: Service[] | null = null;
  private readonly places = new Map<string, number>();
  /** Those whose entry in the list is old, and whether that is for more than a ticking figure. */
  private readonly old = new Set<string>();
  private changed = false;
  private deployed: Target[] | null = null;

  /**
   * Takes a frame in. A frame that is not newer than what is known is ignored, except a snapshot: that one is the truth. A result is no change, and carries the
   * number of the newest.
   */
  apply(frame: Frame): Touched {
    if (frame.type === 'snapshot') {
      this.seq = frame.seq;
      this.replace(frame);
      return 'shape';
    }
    if (this.seq === null || frame.seq < this.seq || (frame.seq === this.seq && frame.type !== 'result')) return 'nothing';
    this.seq = frame.seq;
    switch (frame.type) {
      case 'result':
        return this.result(frame.service_id, frame);
      case 'service':
        return this.service(frame.removed ? frame.id : frame.service);
      case 'project':
        return put(this.projects, frame.removed ? frame.id : frame.project.id, frame.removed ? null : frame.project);
      case 'target':
        this.deployed = null;
        return frame.removed
          ? this.dropTarget(frame.id, frame.project)
          : put(this.targets, `${frame.target.project}:${frame.target.id}`, frame.target);
      case 'deployment':
        return put(this.deployments, frame.removed ? frame.id : frame.deployment.id, frame.removed ? null : frame.deployment);
      default:
        return 'nothing';
    }
  }

  /** Puts everything in place of what is known; what differs from before appears in the feed. */
  replace(all: Omit<Snapshot, 'type' | 'seq'>): void {
    const before = this.services;
    this.services = new Map(all.services.map((service) => [service.id, service]));
    this.sorted = null;
    this.remember(all.services.flatMap((service) => difference(before.get(service.id), service)));
    if (all.projects) this.projects = new Map(all.projects.map((project) => [project.id, project]));
    this.deployed = null;
    if (all.targets) this.targets = new Map(all.targets.map((target) => [`${target.project}:${target.id}`, target]));
    if (all.deployments) this.deployments = new Map(all.deployments.map((deployment) => [deployment.id, deployment]));
    for (const id of this.traces.keys()) if (!this.services.has(id)) this.traces.delete(id);
  }

  /** All services, ordered by project and name; the same array until one is added, removed or changes. */
  get list(): Service[] {
    if (!this.sorted) {
      this.sorted = [...this.services.values()].sort((a, b) => order(a.project, b.project) || order(a.name, b.name));
      this.places.clear();
      this.sorted.forEach((one, i) => {
        this.places.set(one.id, i);
      });
    } else if (this.changed) {
      this.sorted = this.sorted.slice();
      for (const id of this.old) this.sorted[this.places.get(id) as number] = this.services.get(id) as Service;
    } else return this.sorted;
    this.old.clear();
    this.changed = false;
    return this.sorted;
  }

  /** All targets; the same array until one is added, removed or changes. */
  get targetList(): Target[] {
    this.deployed ??= [...this.targets.values()];
    return this.deployed;
  }

  /** The newest latencies of a service, oldest first. */
  trace(id: string): number[] {
    return this.traces.get(id)?.toArray() ?? [];
  }

  /** How many results of a service are kept. */
  traced(id: string): number {
    return this.traces.get(id)?.size ?? 0;
  }

  /** Begins a service's trace with older results, oldest first; what came live meanwhile is among them. */
  recall(id: string, results: readonly Result[]): void {
    if (this.traced(id) < results.length) this.traces.set(id, Trace.of(results));
  }

  /** Mixes events into the feed, each once: those that the hub remembers, and those that are seen to happen. */
  remember(events: readonly ChangeEvent[]): void {
    if (events.length === 0) return;
    const feed = [...this.changes];
    // They come newest first, and of one moment the later one belongs above.
    for (const event of events.toReversed()) {
      const at = Date.parse(event.at);
      // They come hundreds a second, and nearly always in their order: the place is near the front.
      let place = 0;
      while (place < feed.length && (this.moments[place] as number) > at) place++;
      if (this.holds(feed, event, at, place)) continue;
      feed.splice(place, 0, event);
      this.moments.splice(place, 0, at);
      feed.length = this.moments.length = Math.min(feed.length, FEED);
    }
    this.changes = feed;
  }

  /** Whether an event is among those of its time, the first of which is at a place. */
  private holds(feed: readonly ChangeEvent[], event: ChangeEvent, at: number, place: number): boolean {
    for (let i = place; i < feed.length && this.moments[i] === at; i++) {
      const one = feed[i] as ChangeEvent;
      if (one.service_id === event.service_id && one.to === event.to) return true;
    }
    return false;
  }

  private service(change: Service | string): Touched {
    if (typeof change === 'string') {
      this.sorted = null;
      this.traces.delete(change);
      return this.services.delete(change) ? 'shape' : 'nothing';
    }
    const before = this.services.get(change.id);
    if (before?.project !== change.project || before.name !== change.name) this.sorted = null;
    this.old.add(change.id);
    this.changed = true;
    this.remember(difference(before, change));
    this.services.set(change.id, change);
    return 'shape';
  }

  // The status stays what the last service frame said: a result only brings figures. So a change is noted once, when its frame comes.
  private result(id: string, result: Result): Touched {
    const service = this.services.get(id);
    if (!service) return 'nothing';
    const trace = this.traces.get(id) ?? new Trace();
    this.traces.set(id, trace);
    trace.add(result.latency_ms, result.success);
    const health: Health = {
      ...service.health,
      last_check_at: result.at,
      next_check_at: null,
      latency_ms: result.latency_ms ?? null,
      failure: result.failure ?? null,
      phases: result.phases ?? service.health.phases,
    };
    this.services.set(id, { ...service, health });
    this.old.add(id);
    return 'figures';
  }

  private dropTarget(id: string, project: string | undefined): Touched {
    const full = id.includes(':') || !project ? id : `${project}:${id}`;
    return this.targets.delete(full) ? 'shape' : 'nothing';
  }
}

function put<T>(into: Map<string, T>, id: string, value: T | null): Touched {
  if (value === null) return into.delete(id) ? 'shape' : 'nothing';
  into.set(id, value);
  return 'shape';
}

/** What is told of a service that became another; nothing where what a reader looks for stayed. */
function difference(before: Service | undefined, after: Service): ChangeEvent[] {
  if (!before || (before.health.status === after.health.status && before.paused === after.paused)) return [];
  const { since, status, why, message, cause } = after.health;
  return [{ service_id: after.id, at: since ?? after.updated_at, from: before.health.status, to: status, why: why ?? '', message, cause }];
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
