import { Compass } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { EmptyState } from '../parts/EmptyState';
import { Crumb } from './Crumb';
import { openPalette } from './keys';

export function NotFoundPage() {
  const [path] = useLocation();
  return (
    <>
      <Crumb parts={['Not found']} />
      <div className="card mx-auto mt-8 max-w-[620px]">
        <EmptyState page icon={Compass} title="There is no such page">
          <p>
            Nothing is at <span className="num break-all text-text">{path}</span>. The link may be old, or mistyped.
          </p>
          <p className="mt-4 flex justify-center gap-2">
            <Link href="/" className="btn pri">
              Overview
            </Link>
            <button type="button" className="btn" onClick={openPalette}>
              Search
            </button>
          </p>
        </EmptyState>
      </div>
    </>
  );
}
