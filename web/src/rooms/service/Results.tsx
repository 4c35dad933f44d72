import { latency } from '../../format/numbers';
import { failureWords } from '../../format/words';
import { Clock } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { StatusBadge } from '../../parts/StatusBadge';
import type { Result } from '../../wire/types';

/** The newest results, newest first. */
export function Results({ recent, loading }: { recent: readonly Result[]; loading: boolean }) {
  return (
    <Card title="Recent results" note={recent.length > 0 ? `the newest ${recent.length}` : undefined}>
      {loading ? <Skeleton /> : null}
      {!loading && recent.length === 0 ? (
        <EmptyState title="Not checked yet">The first check comes within seconds of the start.</EmptyState>
      ) : null}
      {recent.length > 0 ? (
        <div className="overflow-x-auto">
          <table className="w-full border-collapse">
            <thead>
              <tr className="text-left text-[11.5px] text-faint [&>th]:px-4 [&>th]:py-[7px] [&>th]:font-medium">
                <th>at</th>
                <th>result</th>
                <th className="text-right">latency</th>
                <th className="w-full">said</th>
              </tr>
            </thead>
            <tbody>
              {recent.map((one) => (
                <tr key={one.at} className="border-line2 border-t [&>td]:px-4 [&>td]:py-[6px]">
                  <td className="whitespace-nowrap">
                    <Clock at={one.at} />
                  </td>
                  <td>
                    <StatusBadge
                      status={one.success ? (one.status === 'degraded' ? 'degraded' : 'up') : 'down'}
                      text={one.success ? (one.status === 'degraded' ? 'slow' : 'good') : 'failed'}
                    />
                  </td>
                  <td className="num whitespace-nowrap text-right">{latency(one.latency_ms)}</td>
                  <td className="text-mute">{one.message || failureWords(one.failure) || '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Card>
  );
}
