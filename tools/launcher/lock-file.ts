import { existsSync, readFileSync } from 'node:fs';

interface LockFile {
  packages?: Record<string, { link?: boolean; resolved?: string; dev?: boolean }>;
}

function read(file: string): NonNullable<LockFile['packages']> {
  return existsSync(file) ? ((JSON.parse(readFileSync(file, 'utf8')) as LockFile).packages ?? {}) : {};
}

/** The folders of the workspaces, e.g. "services/forge", as the lock file links them. */
export function workspacesOf(lockFile: string): string[] {
  return Object.values(read(lockFile)).flatMap(({ link, resolved }) => (link === true && resolved !== undefined ? [resolved] : []));
}

/** Whether what is installed has tools of tests too: npm's own account of it, whoever ran npm. */
export function holdsDevPackages(modules: string): boolean {
  return Object.values(read(`${modules}/.package-lock.json`)).some(({ dev }) => dev === true);
}
