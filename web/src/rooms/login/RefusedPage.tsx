import { ShieldAlert } from 'lucide-react';
import { EmptyState } from '../../parts/EmptyState';

/** The hub answers, but not to this page. */
export function RefusedPage({ reason }: { reason: string }) {
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <div className="card w-[min(560px,100%)]">
        <EmptyState page icon={ShieldAlert} title="The hub refuses this page">
          <p>{reason}</p>
          <p className="mt-3">
            You are at <span className="num text-text">{location.host}</span>. A hub without users answers only under a loopback name, such
            as <span className="num text-text">localhost</span>; beyond that, ask whoever runs it for access.
          </p>
          <button type="button" className="btn pri mt-4" onClick={() => location.reload()}>
            Try again
          </button>
        </EmptyState>
      </div>
    </main>
  );
}
