import { Activity } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { live } from '../../live/store';
import { ApiError, api } from '../../wire/api';

/** The token of a first link, `/#token=…`. It is taken out of the address at once, so that it is not shared by accident. */
function tokenOfLink(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (token) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

export function LoginPage() {
  const [token, setToken] = useState(tokenOfLink);
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const enter = async (value: string) => {
    setBusy(true);
    try {
      await api.login(value.trim());
      live.connect();
    } catch (failure) {
      const refused = failure instanceof ApiError && (failure.status === 401 || failure.status === 403);
      setError(
        refused
          ? 'The hub does not know this token. It may have been replaced.'
          : failure instanceof ApiError
            ? failure.message
            : 'The hub does not answer.',
      );
    } finally {
      setBusy(false);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link's token is used once, when the page opens
  useEffect(() => {
    if (token) void enter(token);
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter(token);
  };
  return (
    <main className="grid min-h-screen place-items-center p-4">
      <form className="card w-[min(400px,100%)] p-6" onSubmit={submit}>
        <h1 className="flex items-center gap-2 font-[650] text-[16px] tracking-[-0.02em]">
          <Activity size={20} strokeWidth={2.6} className="text-[var(--up-fill)]" aria-hidden /> hale
        </h1>
        <p className="mt-3 text-mute">
          This hub asks who is there. Open the link that it printed when it first started, or paste the token.
        </p>
        <label className="mt-4 block font-[550]" htmlFor="token">
          Token
        </label>
        <input
          id="token"
          type="password"
          autoComplete="current-password"
          className="field num mt-1 w-full"
          value={token}
          aria-invalid={error !== ''}
          aria-describedby="login-error"
          onChange={(event) => setToken(event.target.value)}
        />
        <p id="login-error" role="alert" className="mt-2 min-h-[1.5em] text-down">
          {error}
        </p>
        <button type="submit" className="btn pri mt-1" disabled={busy || token.trim() === ''}>
          {busy ? 'Asking…' : 'Enter'}
        </button>
      </form>
    </main>
  );
}
