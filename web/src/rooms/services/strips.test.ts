import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { UptimeStrips } from '../../wire/types';
import { AGAIN_MS, FRESH_MS, LOOK_MS, MOST, REST_MS, Strips } from './strips';

interface Asked {
  ids: readonly string[];
  signal: AbortSignal;
  answer: (known?: readonly string[]) => void;
  fail: () => void;
}

function rig(since: (id: string) => number = () => 0) {
  const asked: Asked[] = [];
  const strips = new Strips(
    (ids, signal) =>
      new Promise<UptimeStrips>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
        const answer = (known = ids) =>
          resolve({
            from: new Date(Date.now() - 86_400_000).toISOString(),
            to: new Date(Date.now()).toISOString(),
            slot_seconds: 3600,
            items: known.map((service_id) => ({ service_id, uptime_percent: 100, down_seconds: 0, slots: ['up'] })),
          });
        asked.push({ ids, signal, answer, fail: () => reject(new TypeError()) });
      }),
    since,
  );
  return { strips, asked, under: () => asked.at(-1) as Asked };
}

const some = (from: number, count: number) => Array.from({ length: count }, (_, i) => `s-${from + i}`);

describe('the strips of the rows in sight', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('are asked for once rows rest', async () => {
    const { strips, asked, under } = rig();
    for (let row = 0; row < 100; row++) {
      strips.want(some(row, 30));
      await vi.advanceTimersByTimeAsync(REST_MS / 5);
    }
    expect(asked).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(under().ids).toEqual(some(99, 30));
    const heard = vi.fn();
    strips.subscribe(heard);
    under().answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(strips.of('s-99')?.slots).toEqual(['up']);
    expect(heard).toHaveBeenCalledOnce();
  });

  it('are asked for one question at a time, so many at once', async () => {
    const { strips, asked, under } = rig();
    strips.want(some(0, MOST + 10));
    await vi.advanceTimersByTimeAsync(REST_MS * 10);
    expect(asked).toHaveLength(1);
    under().answer();
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.map((one) => one.ids.length)).toEqual([MOST, 10]);
  });

  it('are given up when every row was scrolled past, and no sooner', async () => {
    const { strips, asked } = rig();
    strips.want(some(0, 30));
    await vi.advanceTimersByTimeAsync(REST_MS);
    strips.want(some(20, 30));
    expect(asked[0]?.signal.aborted).toBe(false);
    strips.want(some(500, 30));
    expect(asked[0]?.signal.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(asked.map((one) => one.ids[0])).toEqual(['s-0', 's-500']);
  });

  it('hold for a while, and are asked for again while they stay in sight', async () => {
    const { strips, asked, under } = rig();
    strips.want(some(0, 2));
    await vi.advanceTimersByTimeAsync(REST_MS);
    under().answer(['s-0']);
    await vi.advanceTimersByTimeAsync(1);
    strips.want(some(0, 3));
    await vi.advanceTimersByTimeAsync(REST_MS);
    expect(asked.map((one) => one.ids)).toEqual([some(0, 2), ['s-2']]);
    under().answer();
    await vi.advanceTimersByTimeAsync(FRESH_MS * 1.5);
    expect(asked).toHaveLength(3);
    strips.want([]);
    under().answer();
    await vi.advanceTimersByTimeAsync(FRESH_MS * 5);
    expect(asked).toHaveLength(3);
  });

  it('are asked for again soon after a change', async () => {
    let changed = 0;
    const { strips, asked, under } = rig((id) => (id === 's-1' ? changed : 0));
    strips.want(some(0, 2));
    await vi.advanceTimersByTimeAsync(REST_MS);
    under().answer();
    await vi.advanceTimersByTimeAsync(LOOK_MS * 2);
    expect(asked).toHaveLength(1);
    changed = Date.now();
    await vi.advanceTimersByTimeAsync(LOOK_MS);
    expect(asked.map((one) => one.ids)).toEqual([some(0, 2), ['s-1']]);
    under().answer();
    await vi.advanceTimersByTimeAsync(LOOK_MS * 3);
    expect(asked).toHaveLength(2);
  });

  it('are tried again after a pause when the hub does not answer', async () => {
    const { strips, asked, under } = rig();
    strips.want(some(0, 2));
    await vi.advanceTimersByTimeAsync(REST_MS);
    under().fail();
    await vi.advanceTimersByTimeAsync(AGAIN_MS - 1);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(2);
  });
});
