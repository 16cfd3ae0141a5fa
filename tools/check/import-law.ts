import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { breaches, type SourceFile } from './import-law-rules.ts';

const root = join(import.meta.dirname, '../..');
const files: SourceFile[] = globSync('{contracts,platform,engines,services,apps,testing}/**/*.{ts,tsx}', {
  cwd: root,
  exclude: (name) => name === 'node_modules' || name === 'dist',
}).map((path) => ({
  path: relative('.', path),
  text: readFileSync(join(root, path), 'utf8'),
}));
if (files.length < 50) {
  console.error(`The import law saw only ${files.length} files; it must be looking in the wrong place.`);
  process.exit(1);
}
const found = breaches(files);
for (const { file, imported, rule } of found) console.error(`${file} imports ${imported}: ${rule}`);
process.exitCode = found.length === 0 ? 0 : 1;
