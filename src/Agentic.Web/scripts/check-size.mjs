// What a customer's browser loads before the first page shows stays small: scripts and styles of the entry, gzipped.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limit = 150 * 1024;
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const files = new Set();
const collect = (name) => {
  const chunk = manifest[name];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  (chunk.css ?? []).forEach((file) => files.add(file));
  (chunk.imports ?? []).forEach(collect);
};
collect('index.html');
const size = [...files].reduce(
  (sum, file) => sum + gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length,
  0,
);
console.log(
  `Agentic.Web: the customer's pages load ${(size / 1024).toFixed(1)} kB gzipped, at most ${limit / 1024} kB`,
);
if (size > limit) {
  console.error(
    `Agentic.Web: too large by ${((size - limit) / 1024).toFixed(1)} kB: ${[...files].join(', ')}`,
  );
  process.exit(1);
}
