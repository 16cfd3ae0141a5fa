import { spawn } from 'node:child_process';
import { existsSync, globSync, rmSync, writeFileSync } from 'node:fs';

import { confirm } from '@clack/prompts';

import { MosaicError } from '@mosaic/platform/errors';

/** Debian's packages that the tests drive, and a file by which each is known to be there. */
const PACKAGES: readonly { name: string; file: string; for: string }[] = [
  { name: 'git', file: '/usr/bin/git', for: 'everything' },
  { name: 'git-lfs', file: '/usr/bin/git-lfs', for: 'the forge' },
  { name: 'postgresql', file: '/usr/lib/postgresql/*/bin/initdb', for: 'the stores' },
  { name: 'mariadb-server', file: '/usr/sbin/mariadbd', for: 'the stores' },
  { name: 'chromium', file: '/usr/bin/chromium', for: 'the pages' },
  { name: 'curl', file: '/usr/bin/curl', for: 'the end-to-end tests' },
  { name: 'bubblewrap', file: '/usr/bin/bwrap', for: 'the fence of pipeline steps' },
  { name: 'passt', file: '/usr/bin/pasta', for: 'the network of pipeline steps' },
  { name: 'iproute2', file: '/bin/ip', for: 'the network of pipeline steps' },
  { name: 'uidmap', file: '/usr/bin/newuidmap', for: 'the fence of pipeline steps' },
  { name: 'python3', file: '/usr/bin/python3', for: 'the fence of pipeline steps' },
  { name: 'nginx', file: '/usr/sbin/nginx', for: 'the peer of the clone measurement' },
  { name: 'fcgiwrap', file: '/usr/sbin/fcgiwrap', for: 'the peer of the clone measurement' },
];
/** Keeps packages from starting their services while they are installed. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Installs what is missing, saying what; asks on a terminal; elsewhere than on Debian prints the command. */
export async function installTestPackages(): Promise<void> {
  const missing = PACKAGES.filter(({ file }) => globSync(file).length === 0);
  if (missing.length === 0) return;
  for (const { name, for: purpose } of missing) console.log(`needed: ${name} (for ${purpose})`);
  const names = missing.map(({ name }) => name);
  const command = `apt-get install --no-install-recommends ${names.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get'))
    throw new MosaicError('unsupported', `Install these with your system's package manager, then run this again: ${names.join(' ')}`);
  if (process.getuid?.() !== 0) throw new MosaicError('forbidden', `Installing needs root. Run: sudo ${command}`);
  if (process.stdin.isTTY && (await confirm({ message: `Run "${command}"? No service will be enabled or started.` })) !== true) {
    throw new MosaicError(
      'precondition_failed',
      'Nothing was installed. Without --install the tests that need these programs are skipped.',
    );
  }
  const guarded = !existsSync(POLICY);
  if (guarded) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await apt(['update']);
    await apt(['install', '--yes', '--no-install-recommends', ...names]);
  } finally {
    if (guarded) rmSync(POLICY, { force: true });
  }
}

function apt(words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', ['--quiet=2', ...words], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new MosaicError('unavailable', `apt-get ${words[0]} failed with exit code ${code}.`)),
    );
  });
}
