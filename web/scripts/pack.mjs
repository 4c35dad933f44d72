// Packs what the hub serves, once and as small as it goes: a hub sends these as they are.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = fileURLToPath(new URL('../../src/Hale.Server/wwwroot/', import.meta.url));

// Fonts and pictures are compressed already.
for (const name of readdirSync(root, { recursive: true }).filter((name) => /\.(css|html|js|svg)$/.test(name))) {
  const file = join(root, name);
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
}
