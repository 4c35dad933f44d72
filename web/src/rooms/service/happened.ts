import { counted, latency } from '../../format/numbers';
import { clock, exact } from '../../format/time';
import type { Mark } from '../../parts/marks';
import type { DefinitionChange, HistoryPoint, VersionUptime } from '../../wire/types';
import { fields, place } from './changes';

/** What happened to a service since a moment, oldest first: edits of its definition, and versions that it came to say it is of. */
export function happened(edits: readonly DefinitionChange[], versions: readonly VersionUptime[], from: number): Mark[] {
  const now = Date.now();
  const marks: Mark[] = [
    ...edits.map((edit): Mark => {
      const at = Date.parse(edit.at);
      return { at, kind: 'edit', label: 'edited', text: `${clock(at, now)} edited ${fields(edit)} (${place(edit)})` };
    }),
    // The first one that is known did not take the place of another.
    ...versions.slice(1).map(({ version, from: since }): Mark => {
      const at = Date.parse(since);
      return { at, kind: 'version', label: version, text: `${clock(at, now)} version ${version}` };
    }),
  ];
  return marks.filter((mark) => mark.at > from).sort((a, b) => a.at - b.at);
}

/** A point of a chart in words. */
export function tell(point: HistoryPoint): string {
  if (point.checks === 0) return '';
  const figures = point.latency_ms ? `median ${latency(point.latency_ms.p50)}, p95 ${latency(point.latency_ms.p95)}` : 'no answer';
  const checks = point.failures > 0 ? `${point.failures} of ${point.checks} failed` : `${point.checks} good`;
  return `${exact(Date.parse(point.at))} · ${figures} · ${checks}`;
}

/** All that a chart shows, for somebody who does not see it. */
export function summary(points: readonly HistoryPoint[], marks: readonly Mark[]): string {
  const now = Date.now();
  const answered = points.flatMap((point) => point.latency_ms ?? []);
  const checks = points.reduce((sum, point) => sum + point.checks, 0);
  const bad = points.filter((point) => point.failures > 0);
  const failures = bad.reduce((sum, point) => sum + point.failures, 0);
  const median = answered.map((one) => one.p50);
  const said = [
    median.length > 0
      ? `Median latency from ${latency(Math.min(...median))} to ${latency(Math.max(...median))}, lately ${latency(median.at(-1))}.`
      : 'No answer.',
    failures > 0
      ? `${failures} of ${counted(checks, 'check')} failed, the first at ${clock(Date.parse((bad[0] as HistoryPoint).at), now)}, the last at ${clock(Date.parse((bad.at(-1) as HistoryPoint).at), now)}.`
      : `${counted(checks, 'check')}, none failed.`,
    ...marks.map((mark) => `${mark.text}.`),
  ];
  return said.join(' ');
}
