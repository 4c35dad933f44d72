import { expect, test } from 'vitest';
import type { Resources } from '../../wire/types';
import { FIGURES, measures, usage } from './usage';

const at = (second: number) => new Date(Date.parse('2026-11-05T10:00:00Z') + second * 1_000).toISOString();
const used = (value: number) => ({ min: value, avg: value, max: value });
const told: Resources = {
  from: at(0),
  to: at(3_600),
  step_seconds: 10,
  points: [
    { at: at(600), cpu_percent: used(10), memory_mb: used(100) },
    { at: at(630), cpu_percent: used(20) },
    { at: at(1_200), cpu_percent: used(30) },
  ],
};

test('kinds that measure are those that look at machines', () => {
  expect(['host', 'process', 'docker', 'http', undefined].filter(measures)).toEqual(['host', 'process', 'docker']);
});

test('a figure is drawn from edge to edge with a hole where nothing was measured', () => {
  const seconds = usage(told, 'cpu_percent', 30_000).map((point) => [(point.at - Date.parse(at(0))) / 1_000, point.used?.avg ?? null]);
  expect(seconds).toEqual([
    [0, null],
    [600, 10],
    [630, 20],
    [630.001, null],
    [1_200, 30],
    [3_600, null],
  ]);
});

test('a figure that was never measured has no chart', () => {
  expect(usage(told, 'disk_percent', 30_000)).toEqual([]);
});

test('figures are told with their unit', () => {
  const words = Object.fromEntries(FIGURES.map((one) => [one.figure, one.words]));
  expect([
    words.cpu_percent?.(7.25),
    words.cpu_percent?.(99.6),
    words.memory_mb?.(512.4),
    words.memory_mb?.(2_048),
    words.sent_mbps?.(0),
  ]).toEqual(['7.3 %', '100 %', '512 MB', '2 GB', '0 Mbps']);
});
