import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { RULES } from './house-rules-list.ts';
import { missingCitations, missingPaths } from './cited-pages.ts';

const root = join(import.meta.dirname, '../..');
const paths = globSync('{contracts,platform,engines,services,apps,testing,tools,deploy,docs}/**/*', {
  cwd: root,
  exclude: (entry) => ['node_modules', 'dist', 'test-results'].includes(entry.name),
  withFileTypes: true,
})
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
const pages = new Map(
  [...paths, 'README.md', 'REVIEW.md'].filter((path) => path.endsWith('.md')).map((path) => [path, readFileSync(join(root, path), 'utf8')]),
);
let faults = 0;
for (const [path, text] of pages) {
  for (const named of missingPaths(path, text, paths)) {
    faults += 1;
    console.error(`${path}: names ${named}, which is not in the repository (named files exist)`);
  }
}
for (const path of paths) {
  const text = /\.(?:ts|tsx|sh|md|css)$/.test(path) ? readFileSync(join(root, path), 'utf8') : '';
  for (const cited of missingCitations(path, text, pages)) {
    faults += 1;
    console.error(`${path}: cites ${cited}, which is not in the repository (cited pages exist)`);
  }
  for (const rule of RULES) {
    for (const fault of rule.find(path, text)) {
      faults += 1;
      console.error(`${path}: ${fault} (${rule.name})`);
    }
  }
}
process.exitCode = faults === 0 && paths.length > 50 ? 0 : 1;
