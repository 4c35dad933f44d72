// The first page's script must stay under 200 kB gzipped: what index.html loads, and everything that imports at once. Charts load when opened.
import { readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 200_000;
const root = new URL('../../src/Hale.Server/wwwroot/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', root), 'utf8'));

const seen = new Set();
const visit = (key) => {
  if (seen.has(key)) return;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) visit(next);
};
visit('index.html');

const sizes = [...seen].map((key) => gzipSync(readFileSync(new URL(manifest[key].file, root))).length);
const total = sizes.reduce((sum, size) => sum + size, 0);
const text = `first page's script: ${(total / 1000).toFixed(1)} kB gzipped of ${LIMIT / 1000} kB`;
if (total > LIMIT) {
  console.error(`error : ${text}; load the heavy part when it is opened, or leave it out`);
  process.exit(1);
}
rmSync(new URL('.vite/', root), { recursive: true });
console.log(text);
