import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a folder holds, as far as a first pipeline needs to know. */
export interface ProjectKind {
  name: string;
  /** Commands of the test step. */
  test: readonly string[];
  /** Commands of the build step and the folder that they leave; absent when there is nothing to serve. */
  build?: { commands: readonly string[]; output: string };
}

/** Looks at the files that each ecosystem is known by; the first that fits wins. */
export function detectProject(folder: string): ProjectKind {
  const has = (name: string) => existsSync(join(folder, name));
  if (has('package.json')) return nodeProject(folder);
  if (has('go.mod')) return { name: 'Go', test: ['go vet ./...', 'go test ./...'] };
  if (has('Cargo.toml')) return { name: 'Rust', test: ['cargo test --locked'] };
  if (has('pyproject.toml') || has('requirements.txt')) {
    const install = has('pyproject.toml') ? 'pip install --quiet .' : 'pip install --quiet -r requirements.txt';
    return { name: 'Python', test: ['python3 -m venv .venv', '. .venv/bin/activate', install, 'python3 -m unittest discover'] };
  }
  if (has('index.html'))
    return {
      name: 'static site',
      test: ['test -s index.html'],
      build: {
        commands: ['mkdir -p "$HOME/site"', 'cp -R . "$HOME/site/"', 'rm -rf "$HOME/site/.git"', 'mv "$HOME/site" dist'],
        output: 'dist',
      },
    };
  return { name: 'files', test: ['ls -l'] };
}

function nodeProject(folder: string): ProjectKind {
  const { scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts?: Record<string, string> };
  const install = existsSync(join(folder, 'package-lock.json')) ? 'npm ci' : 'npm install';
  const test = [install, ...(scripts['test'] === undefined ? [] : ['npm test'])];
  return scripts['build'] === undefined
    ? { name: 'Node.js', test }
    : { name: 'Node.js', test, build: { commands: [install, 'npm run build'], output: 'dist' } };
}

/** The pipeline file for a project. */
export function pipelineFile(kind: ProjectKind): string {
  const step = (name: string, commands: readonly string[]) =>
    `  - name: ${name}\n    image: sh\n    commands:\n${commands.map((command) => `      - ${JSON.stringify(command)}\n`).join('')}`;
  const build =
    kind.build === undefined ? '' : step('build', [...kind.build.commands, `mosaic artifact upload ${kind.build.output} --name site`]);
  return `# How each change is tested (${kind.name}). Woodpecker's language: https://woodpecker-ci.org/docs\nlabels: { backend: local }\nsteps:\n${step('test', kind.test)}${build}`;
}

/** The file that says what becomes of a green pipeline. */
export function projectFile(kind: ProjectKind, project: string): string {
  const deploy =
    kind.build === undefined
      ? ''
      : 'deploy:\n  - { name: production, when: { branch: main, event: push }, target: site, artifact: site }\n';
  return `project: ${project}\n${deploy}agents:\n  - { on: pipeline.failed, role: triage }\n  - { on: pipeline.succeeded, role: reviewer }\nnotify: [inbox]\n`;
}
