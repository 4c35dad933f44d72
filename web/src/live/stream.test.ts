import { beforeEach, expect, test } from 'vitest';
import type { Frame } from './frames';
import { type Knock, SILENCE, Stream } from './stream';

class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;
  close() {
    this.closed = true;
  }
}

let now: number;
let timers: { at: number; work: () => void; gone: boolean }[];
let sockets: FakeSocket[];
let asked: (number | null)[];
let frames: Frame[];
let seq: number | null;
let knock: Knock;
let polls: number;
let stream: Stream;

/** Lets time pass, and everything that waits for it happen. */
async function pass(ms: number): Promise<void> {
  const end = now + ms;
  for (;;) {
    const next = timers.filter((timer) => !timer.gone && timer.at <= end).sort((a, b) => a.at - b.at)[0];
    if (!next) break;
    now = next.at;
    next.gone = true;
    next.work();
    await settle();
  }
  now = end;
  await settle();
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

const newest = () => sockets.at(-1) as FakeSocket;

beforeEach(() => {
  [now, timers, sockets, asked, frames, seq, knock, polls] = [1_000_000, [], [], [], [], null, 'away', 0];
  stream = new Stream(
    {
      open: (since) => {
        asked.push(since);
        sockets.push(new FakeSocket());
        return newest();
      },
      knock: async () => knock,
      poll: async () => {
        polls++;
        return 30_000;
      },
      now: () => now,
      later: (work, ms) => {
        const timer = { at: now + ms, work, gone: false };
        timers.push(timer);
        return () => {
          timer.gone = true;
        };
      },
      random: () => 0.5,
    },
    (frame) => {
      frames.push(frame);
      seq = frame.seq;
    },
    () => seq,
    () => undefined,
  );
  stream.connect();
});

test('frames go on, and what is no frame does no harm', () => {
  newest().onopen?.();
  expect(stream.link.state).toBe('live');
  newest().onmessage?.({ data: '{"type":"heartbeat","seq":7}' });
  newest().onmessage?.({ data: 'nonsense' });
  newest().onmessage?.({ data: '{"type":"service"}' });
  expect(frames).toEqual([{ type: 'heartbeat', seq: 7 }]);
});

test('a lost connection says since when, and resumes after the newest frame', async () => {
  newest().onopen?.();
  newest().onmessage?.({ data: '{"type":"heartbeat","seq":7}' });
  await pass(4_000);
  newest().onclose?.();
  expect(stream.link).toMatchObject({ state: 'lost', since: 1_000_000 });
  await pass(500);
  expect(asked).toEqual([null, 7]);
  newest().onopen?.();
  expect(stream.link.state).toBe('live');
});

test('attempts come ever less often, up to a limit', async () => {
  const waits: number[] = [];
  for (let i = 0; i < 8; i++) {
    const before = now;
    const had = sockets.length;
    newest().onclose?.();
    while (sockets.length === had) await pass(100);
    waits.push(now - before);
  }
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});

test('a hub that says nothing, not even a heartbeat, is lost', async () => {
  newest().onopen?.();
  await pass(SILENCE - 1);
  expect(stream.link.state).toBe('live');
  await pass(1);
  expect(stream.link).toMatchObject({ state: 'lost', since: 1_000_000 });
  expect(sockets[0]?.closed).toBe(true);
});

test('each frame puts the loss off, and none of hundreds sets a timer for it', async () => {
  newest().onopen?.();
  const before = timers.length;
  for (let i = 0; i < 300; i++) newest().onmessage?.({ data: `{"type":"heartbeat","seq":${i}}` });
  expect(timers).toHaveLength(before);
  await pass(15_000);
  newest().onmessage?.({ data: '{"type":"heartbeat","seq":300}' });
  await pass(SILENCE - 1);
  expect(stream.link.state).toBe('live');
  await pass(1);
  expect(stream.link).toMatchObject({ state: 'lost', since: 1_015_000 });
});

test('what an old connection still says does not count', async () => {
  const old = newest();
  old.onopen?.();
  old.onclose?.();
  await pass(500);
  old.onmessage?.({ data: '{"type":"heartbeat","seq":7}' });
  expect(frames).toEqual([]);
});

test('where the hub answers but the stream does not open, the page polls until it does', async () => {
  knock = 'open';
  for (let i = 0; i < 3; i++) {
    newest().onclose?.();
    await pass(5_000);
  }
  expect(stream.link).toMatchObject({ state: 'polling', every: 30_000 });
  const before = polls;
  await pass(30_000);
  expect(polls).toBe(before + 1);
  newest().onopen?.();
  expect(stream.link.state).toBe('live');
  await pass(20_000);
  newest().onmessage?.({ data: '{"type":"heartbeat","seq":7}' });
  await pass(20_000);
  expect(polls).toBe(before + 1);
});

test('a hub that wants a token is not knocked at again and again', async () => {
  knock = 'locked';
  newest().onclose?.();
  await pass(0);
  await pass(60_000);
  expect(stream.link.state).toBe('locked');
  expect(sockets).toHaveLength(1);
  stream.connect();
  newest().onopen?.();
  expect(stream.link.state).toBe('live');
});

test('a hub that refuses the page says why', async () => {
  knock = { refused: 'Host must be loopback' };
  newest().onclose?.();
  await pass(0);
  expect(stream.link).toEqual({ state: 'refused', reason: 'Host must be loopback' });
});
