import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ServiceName } from '@mosaic/contracts/mosaic';

import { MUTATED_SERVICES, targetsOf } from './services.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The operations and tools, by service, whose file differs from a commit, uncommitted changes included. */
export async function changedTargets(since: string): Promise<Map<ServiceName, string[]>> {
  const paths = git('diff', '--name-only', since, '--').concat(git('ls-files', '--others', '--exclude-standard'));
  const found = new Map<ServiceName, string[]>();
  for (const service of MUTATED_SERVICES) {
    const files = paths.filter((path) => new RegExp(`^services/${service}/src/(?:api|tools)/.*(?<!\\.test)\\.ts$`).test(path));
    const texts = files.filter((path) => existsSync(join(ROOT, path))).map((path) => readFileSync(join(ROOT, path), 'utf8'));
    const names =
      texts.length === 0
        ? []
        : namedIn(
            texts,
            (await targetsOf(service)).map(({ name }) => name),
          );
    if (names.length > 0) found.set(service, names);
  }
  return found;
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
