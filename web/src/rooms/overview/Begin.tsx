import { Activity } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { CopyBlock } from '../../parts/Copy';
import { complain, say } from '../../parts/Toast';
import { api } from '../../wire/api';
import { proposal } from './proposal';

const SAMPLE = `projects:
  shop:
    services:
      api:
        check: https://shop.example.com/health
        interval: 30s
      postgres:
        check: tcp://db.example.com:5432
`;

/** What a newcomer with an empty hub sees: three ways to begin. */
export function Begin() {
  return (
    <div className="mx-auto max-w-[760px] pt-4">
      <div className="mb-6 text-center">
        <Activity size={28} strokeWidth={2.4} className="mx-auto text-[var(--up-fill)]" aria-hidden />
        <h1 className="mt-2 font-[620] text-[21px] tracking-[-0.021em]">Nothing is watched yet.</h1>
        <p className="text-mute">Three ways to begin. Each takes less than a minute.</p>
      </div>
      <Way number={1} title="Paste an address">
        <PasteUrl />
      </Way>
      <Way number={2} title="Write hale.yaml">
        <p className="mb-2 text-mute">
          In the folder where the hub runs. It is read within five seconds of being saved; what is wrong in it is said here.
        </p>
        <CopyBlock text={SAMPLE} label="A first hale.yaml" />
      </Way>
      <Way number={3} title="Start the demo">
        <p className="mb-2 text-mute">
          A second hub with a dozen simulated services that fail now and then. It ends with Ctrl-C and leaves nothing behind.
        </p>
        <CopyBlock text="hale demo" label="The command" />
      </Way>
    </div>
  );
}

function Way({ number, title, children }: { number: number; title: string; children: React.ReactNode }) {
  return (
    <section className="card mb-[14px] p-4">
      <h2 className="mb-2 flex items-center gap-2 font-semibold">
        <span className="num grid size-5 place-items-center rounded-full bg-line2 text-[11px] text-mute">{number}</span>
        {title}
      </h2>
      {children}
    </section>
  );
}

function PasteUrl() {
  const [, go] = useLocation();
  const [url, setUrl] = useState('');
  const [busy, setBusy] = useState(false);
  const found = proposal(url);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!found) return;
    setBusy(true);
    try {
      await api.declare(found.id, { project: found.project, name: found.name, check: found.check });
      say(`${found.id} is watched`);
      go(`/services/${found.id}`);
    } catch (error) {
      complain('Not added', error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      <div className="flex gap-2">
        <input
          aria-label="Address"
          className="field num min-w-0 flex-1"
          placeholder="https://example.com/health or tcp://host:5432"
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <button type="submit" className="btn pri" disabled={!found || busy}>
          {busy ? 'Adding…' : 'Watch'}
        </button>
      </div>
      <p className="mt-1.5 min-h-[1.5em] text-[12px] text-faint" aria-live="polite">
        {found ? `${found.check} as ${found.id}, every 30 s` : url.trim() ? 'An address begins with http://, https:// or tcp://.' : ''}
      </p>
      <p className="text-[12.5px] text-mute">
        Anything else, from a certificate to a job that calls by itself:{' '}
        <Link href="/new/service" className="link">
          add a service
        </Link>{' '}
        with all its options.
      </p>
    </form>
  );
}
