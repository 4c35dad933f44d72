export interface Proposal {
  id: string;
  project: string;
  name: string;
  check: string;
}

const slug = (text: string, most: number) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-+|-+$/g, '');

/** A service for a pasted address: `https://shop.example.com/health` is `main-shop-example-com`. Null for what can't be watched. */
export function proposal(typed: string): Proposal | null {
  const text = typed.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : /^[\w-]+(\.[\w-]+)+(:\d+)?(\/|$)/.test(text) ? `https://${text}` : '';
  let url: URL;
  try {
    url = new URL(full);
  } catch {
    return null;
  }
  const tcp = url.protocol === 'tcp:';
  if (!tcp && url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (tcp && !url.port) return null;
  const name = slug(`${url.hostname}${url.port ? `-${url.port}` : ''}`, 50);
  return name === '' ? null : { id: `main-${name}`, project: 'main', name, check: full };
}
