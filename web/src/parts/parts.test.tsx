// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { someService } from '../live/some';
import type { DeploymentStatus, Target, UptimeDay } from '../wire/types';
import { DeploymentProgress } from './DeploymentProgress';
import { besides } from './ProjectCard';
import { projectHealth } from './projectHealth';
import { level, overall, told, UptimeBars } from './UptimeBars';

let box: HTMLElement;
let root: ReturnType<typeof createRoot>;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  box = document.body.appendChild(document.createElement('div'));
  root = createRoot(box);
});

afterEach(() => {
  act(() => root.unmount());
  document.body.replaceChildren();
});

test.each([
  ['pending', 0, 'deg'],
  ['installing', 33, 'blue'],
  ['starting', 66, 'blue'],
  ['running', 100, 'up'],
  ['unhealthy', null, 'down'],
  ['stopped', null, 'unk'],
  ['failed', null, 'down'],
] as [DeploymentStatus, number | null, string][])('a deployment that is %s is at %s percent', (status, percent, tone) => {
  act(() => root.render(<DeploymentProgress deployment={{ status, progress_message: 'Creating machine', error_message: 'no room' }} />));
  const bar = box.querySelector('[role=progressbar]');
  expect(bar?.getAttribute('aria-valuenow') ?? null).toBe(percent === null ? null : String(percent));
  expect((bar?.firstElementChild as HTMLElement | undefined)?.style.width ?? null).toBe(percent === null ? null : `${percent}%`);
  expect(box.querySelector(`.badge.tone-${tone}`)?.textContent).toBe(status);
  expect(box.textContent).toContain(percent === null ? 'no room' : 'Creating machine');
  expect(box.textContent).not.toContain(percent === null ? 'Creating machine' : 'no room');
});

const day = (date: string, more: Partial<UptimeDay> = {}): UptimeDay => ({
  date,
  uptime_percent: 100,
  up_seconds: 86_400,
  degraded_seconds: 0,
  down_seconds: 0,
  unknown_seconds: 0,
  paused_seconds: 0,
  maintenance_seconds: 0,
  ...more,
});

const DAYS = [
  day('2026-11-01', { uptime_percent: null, up_seconds: 0, unknown_seconds: 86_400 }),
  day('2026-11-02'),
  day('2026-11-03', { degraded_seconds: 3600, up_seconds: 82_800 }),
  day('2026-11-04', { uptime_percent: 99.3, down_seconds: 600, up_seconds: 85_800 }),
  day('2026-11-05', { uptime_percent: 50, down_seconds: 43_200, up_seconds: 43_200, paused_seconds: 60 }),
];

test('a day has a level and is told in words', () => {
  expect(DAYS.map(level)).toEqual(['none', 'up', 'degraded', 'partial', 'down']);
  expect(DAYS.map(told)).toEqual([
    '1 Nov 2026: nothing known',
    '2 Nov 2026: 100 %',
    '3 Nov 2026: 100 %, degraded 1 h',
    '4 Nov 2026: 99.3 %, down 10 min',
    '5 Nov 2026: 50 %, down 12 h, paused 1 min',
  ]);
  const maintained = [
    day('2026-11-06', { uptime_percent: null, up_seconds: 0, maintenance_seconds: 86_400 }),
    day('2026-11-07', { up_seconds: 79_200, maintenance_seconds: 7_200 }),
  ];
  expect(maintained.map(level)).toEqual(['maintenance', 'up']);
  expect(maintained.map(told)).toEqual(['6 Nov 2026: maintenance 1 d', '7 Nov 2026: 100 %, maintenance 2 h']);
  expect(overall(DAYS)).toBeCloseTo(87.326);
  expect(overall(DAYS.slice(0, 1))).toBeNull();
});

test('days are reached with the arrow keys, from the newest, and the one reached is told', () => {
  act(() => root.render(<UptimeBars days={DAYS} />));
  const bars = [...box.querySelectorAll<HTMLElement>('[data-day]')];
  expect(bars.map((one) => one.tabIndex)).toEqual([-1, -1, -1, -1, 0]);
  const press = (key: string) =>
    act(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
  act(() => bars[4]?.focus());
  press('ArrowLeft');
  expect(document.activeElement).toBe(bars[3]);
  expect(box.textContent).toContain('4 Nov 2026: 99.3 %, down 10 min');
  press('Home');
  press('ArrowLeft');
  expect(document.activeElement).toBe(bars[0]);
  press('End');
  expect(document.activeElement).toBe(bars[4]);
});

test('what else of a project is down is told beside its primary target', () => {
  const target = (id: string, health: string, status: DeploymentStatus = 'unhealthy') =>
    ({ id, status, health: { status: health } }) as unknown as Target;
  const [down, up] = [someService('s-a', { status: 'down' }), someService('s-b')];
  expect(besides([up], [target('staging', 'degraded')])).toBe('');
  expect(besides([down, up], [])).toBe('1 service is down');
  expect(besides([down, down], [])).toBe('2 services are down');
  expect(besides([up], [target('staging', 'down')])).toBe('staging is down');
  expect(besides([down], [target('staging', 'down'), target('canary', 'down'), target('old', 'down', 'stopped')])).toBe(
    'staging, canary and 1 service are down',
  );
});

test('a project is as its services and its targets are', () => {
  const target = (status: DeploymentStatus, health: string) => ({ status, health: { status: health } }) as unknown as Target;
  const up = someService('s-a');
  expect(projectHealth([up], [])).toBe('healthy');
  expect(projectHealth([up], [target('unhealthy', 'down')])).toBe('unhealthy');
  expect(projectHealth([up], [target('unhealthy', 'degraded')])).toBe('degraded');
  expect(projectHealth([up], [target('stopped', 'down')])).toBe('healthy');
  expect(projectHealth([], [target('pending', 'unknown')])).toBe('unknown');
  expect(projectHealth([], [target('running', 'healthy')])).toBe('healthy');
});
