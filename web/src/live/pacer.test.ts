import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Pacer } from './pacer';

describe('pacer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  /** A pacer whose drawings of a topic take so long, and what it drew when. */
  function pacing(costs: Partial<Record<'shape' | 'figures', number>> = {}) {
    const drawn: [string, number][] = [];
    const began = performance.now();
    const turns: [boolean, number][] = [];
    const pacer: Pacer<'shape' | 'figures'> = new Pacer(
      (topic) => {
        drawn.push([topic, performance.now() - began]);
        vi.advanceTimersByTime(costs[topic] ?? 0);
      },
      () => turns.push([pacer.moving, performance.now() - began]),
    );
    return { pacer, drawn, turns };
  }

  test('what changes again before it is drawn is drawn once', () => {
    const { pacer, drawn } = pacing();
    pacer.soon('shape', 50);
    vi.advanceTimersByTime(30);
    pacer.soon('shape', 50);
    vi.advanceTimersByTime(500);
    expect(drawn).toEqual([['shape', 50]]);
  });

  test('each topic has its own pace', () => {
    const { pacer, drawn } = pacing();
    pacer.soon('figures', 250);
    pacer.soon('shape', 50);
    vi.advanceTimersByTime(500);
    expect(drawn).toEqual([
      ['shape', 50],
      ['figures', 250],
    ]);
  });

  test.each([
    [40, 160],
    [400, 500],
  ])('after a drawing of %i ms the next waits %i ms', async (cost, pause) => {
    const { pacer, drawn } = pacing({ shape: cost });
    pacer.draw('shape');
    await Promise.resolve();
    pacer.soon('shape', 50);
    vi.advanceTimersByTime(pause);
    expect(drawn).toEqual([
      ['shape', 0],
      ['shape', cost + pause],
    ]);
  });

  test('while somebody scrolls all is drawn together, half a second late at most', () => {
    const { pacer, drawn } = pacing();
    pacer.scrolled();
    pacer.soon('shape', 50);
    vi.advanceTimersByTime(100);
    pacer.scrolled();
    pacer.soon('figures', 250);
    for (let i = 0; i < 8; i++) {
      vi.advanceTimersByTime(50);
      pacer.scrolled();
    }
    vi.advanceTimersByTime(1000);
    expect(drawn).toEqual([
      ['shape', 500],
      ['figures', 500],
    ]);
  });

  test('a scroll is told when it begins and when the page rests', () => {
    const { pacer, turns } = pacing();
    pacer.scrolled();
    vi.advanceTimersByTime(100);
    pacer.scrolled();
    vi.advanceTimersByTime(1000);
    expect(turns).toEqual([
      [true, 0],
      [false, 250],
    ]);
  });

  test('once the page stands still it is drawn as before', () => {
    const { pacer, drawn } = pacing();
    pacer.scrolled();
    vi.advanceTimersByTime(150);
    pacer.soon('shape', 50);
    vi.advanceTimersByTime(500);
    expect(drawn).toEqual([['shape', 200]]);
  });
});
