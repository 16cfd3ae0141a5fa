import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PIPELINE = `# How the change is built and tested. Woodpecker's language: https://woodpecker-ci.org/docs
labels: { backend: local }
steps:
  - name: test
    image: sh
    commands:
      - sh test.sh
  - name: build
    image: sh
    commands:
      - sh build.sh
      - mosaic artifact upload dist --name site
`;

const BUILD = `mkdir -p dist
sed "s/@SHA@/$CI_COMMIT_SHA/" index.html > dist/index.html
echo "built dist/index.html for $CI_COMMIT_SHA"
`;

const project = (name: string) => `# What becomes of a green pipeline, and which agents look at it.
project: ${name}
deploy:
  - name: production
    when: { branch: main, event: push }
    target: site
    artifact: site
agents:
  - { on: pipeline.failed, role: triage }
  - { on: pipeline.succeeded, role: reviewer }
notify: [inbox]
`;

const page = (time: string) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>hello</title>
  <style>body { font: 16px/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 32rem; padding: 0 1rem }</style>
  <h1>It works</h1>
  <p>This page came from commit <code>@SHA@</code>, pushed at ${time}.</p>
</html>
`;

const PASSING = `echo "checking the page"
grep -q "<title>hello</title>" index.html
`;
const FAILING = `echo "checking the page"
echo "index.html: expected <title>goodbye</title>" >&2
exit 3
`;

/** Writes the demo project: a page, its test, its pipeline and its deployment. */
export async function writeDemoFiles(folder: string, { name, broken }: { name: string; broken: boolean }): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files: Record<string, string> = {
    '.woodpecker.yaml': PIPELINE,
    '.mosaic.yaml': project(name),
    'build.sh': BUILD,
    'index.html': page(new Date().toISOString()),
    'test.sh': broken ? FAILING : PASSING,
    'README.md': `# hello\n\nThe demo project. Change \`index.html\`, commit and push: a minute later it is live.\n`,
  };
  await Promise.all(Object.entries(files).map(([path, text]) => writeFile(join(folder, path), text)));
}
