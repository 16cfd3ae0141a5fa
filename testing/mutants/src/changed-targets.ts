import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ServiceName } from '@mosaic/contracts/mosaic';

import { MUTATED_SERVICES, targetsOf } from './services.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The operations, tools and rules of policies, by service, whose file differs from a commit, uncommitted changes included. */
export async function changedTargets(since: string): Promise<Map<ServiceName, string[]>> {
  const paths = git('diff', '--name-only', since, '--').concat(git('ls-files', '--others', '--exclude-standard'));
  const found = new Map<ServiceName, string[]>();
  for (const service of MUTATED_SERVICES) {
    const files = changedIn(service, paths).filter((file) => existsSync(join(ROOT, 'services', service, 'src', file)));
    const targets = files.length === 0 ? [] : (await targetsOf(service)).map(({ name }) => name);
    const texts = files
      .filter((file) => /^(?:api|tools)\//.test(file))
      .map((file) => readFileSync(join(ROOT, 'services', service, 'src', file), 'utf8'));
    const names = [...ruledBy(files, targets), ...namedIn(texts, targets)];
    if (names.length > 0) found.set(service, names);
  }
  return found;
}

/** The files of a service that may hold what can be broken, within its sources. */
export function changedIn(service: ServiceName, paths: readonly string[]): string[] {
  const sources = `services/${service}/src/`;
  return paths
    .filter((path) => path.startsWith(sources))
    .map((path) => path.slice(sources.length))
    .filter((file) => /^(?:api|tools)\/.*(?<!\.test)\.ts$|-policy\.ts$/.test(file));
}

/** Those of the names that are rules of one of the files: `tasks/task-policy mayClaim` of `tasks/task-policy.ts`. */
export function ruledBy(files: readonly string[], names: readonly string[]): string[] {
  return names.filter((name) => files.includes(`${name.split(' ', 1)[0]}.ts`));
}

/** Those of the names whose datum one of the texts implements: `implement(repoGet, {`, `writeTool(taskClaim, {`. */
export function namedIn(texts: readonly string[], names: readonly string[]): string[] {
  return names.filter((name) => {
    const datum = name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    return texts.some((text) => new RegExp(`import[^;]*\\b${datum.replaceAll(/[^\w]/g, '.')}\\b[^;]* from '@mosaic/contracts/`).test(text));
  });
}

function git(...words: string[]): string[] {
  return execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
}
