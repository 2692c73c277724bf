// Fails the build when what a browser loads before the first page shows is larger than promised.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const LIMIT = 400_000;
const root = fileURLToPath(new URL('../../target/webroot/console/', import.meta.url));
const pieces = JSON.parse(readFileSync(join(root, 'pieces.json'), 'utf8'));

const files = new Set();
const collect = (name) => {
  const piece = pieces[name];
  if (files.has(piece.file)) return;
  files.add(piece.file);
  for (const css of piece.css ?? []) files.add(css);
  for (const imported of piece.imports ?? []) collect(imported);
};
collect('index.html');

const size = [...files].reduce(
  (sum, file) => sum + gzipSync(readFileSync(join(root, file))).length,
  0,
);
console.log(`console: ${size} bytes gzip before the first page, in ${files.size} files`);
if (size > LIMIT) {
  console.error(`console: more than ${LIMIT}; load something later`);
  process.exit(1);
}
