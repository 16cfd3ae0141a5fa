import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PIPELINE = `when:
  - event: push
labels: { backend: local }
steps:
  - name: count
    image: sh
    commands:
      - sh count.sh
  - name: build
    image: sh
    commands:
      - mkdir dist
      - cp index.html dist/
      - mosaic artifact upload dist --name site
`;

/** Prints slowly, so that a reader can see whether lines arrive as they are printed. */
const COUNT = `n=0
while [ "$n" -lt 10 ]; do
  n=$((n + 1))
  echo "line $n"
  sleep 0.4
done
grep -q '<h1>' index.html || { echo "index.html has no heading" >&2; exit 4; }
`;

const project = (name: string) => `project: ${name}
deploy:
  - { name: production, when: { branch: main, event: push }, target: site, artifact: site }
agents:
  - { on: pipeline.failed, role: triage }
  - { on: pipeline.succeeded, role: reviewer }
notify: [inbox]
`;

/** Writes a small site with a pipeline that takes four seconds; without a heading its test fails with 4. */
export async function writePageProject(folder: string, { name, body }: { name: string; body: string }): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files: Record<string, string> = {
    '.woodpecker.yaml': PIPELINE,
    '.mosaic.yaml': project(name),
    'count.sh': COUNT,
    'index.html': `<!doctype html>\n<html lang="en">\n<title>${name}</title>\n${body}\n</html>\n`,
    'README.md': `# ${name}\n\nA page of one heading.\n`,
    'greet.ts': `/** Greets by name. */\nexport function greet(name: string): string {\n  return \`Hello, \${name}\`;\n}\n`,
  };
  await Promise.all(Object.entries(files).map(([path, text]) => writeFile(join(folder, path), text)));
}
