import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';

import { SYSTEM_PATH } from './command.ts';
import { readOr } from './read-or.ts';

/** One thing in a step's own root. Paths outside are `from`, inside `at`. A later one lies over an earlier. */
export type Mount =
  /** Seen, never written. */
  | { kind: 'show'; from: string; at: string }
  /** The workflow's own, to write into. */
  | { kind: 'give'; from: string; at: string }
  /** A symbolic link. */
  | { kind: 'link'; to: string; at: string }
  /** Nothing is to be seen here, although a folder above is shown. */
  | { kind: 'cover'; at: string };

/** Where a step finds its own things; the same on every machine and with either builder. */
export const INSIDE = {
  workspace: '/woodpecker',
  home: '/home/step',
  tmp: '/tmp',
  handover: '/run/mosaic/handover',
  program: '/run/mosaic/bin',
  script: '/run/mosaic/step.sh',
} as const;

/** The id that a step sees itself as; what it is outside is {@link Identity}'s matter. */
export const INSIDE_ID = 1000;

/** The system's programs and libraries. */
const SYSTEM = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix/store', '/gnu/store'];

/** Of /etc what programs need; no file of it holds a secret. Resolver, people and hosts are of our own making. */
const ETC = [
  'alternatives',
  'bash.bashrc',
  'ca-certificates',
  'ca-certificates.conf',
  'crypto-policies',
  'debian_version',
  'fonts',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'locale.alias',
  'locale.conf',
  'localtime',
  'lsb-release',
  'magic',
  'mime.types',
  'os-release',
  'pki/ca-trust',
  'pki/tls/cert.pem',
  'pki/tls/certs',
  'profile',
  'profile.d',
  'protocols',
  'rpc',
  'services',
  'ssl/cert.pem',
  'ssl/certs',
  'ssl/openssl.cnf',
  'timezone',
];

/** Names of /etc that versions of a language add theirs to, e.g. /etc/java-17-openjdk. */
const ETC_PREFIXES = ['java-', 'perl', 'python', 'ghc', 'maven', 'gradle', 'dotnet', 'erlang', 'R'];

export interface SystemView {
  /** Further folders to show, e.g. a tool-chain in somebody's home. */
  shownPaths: readonly string[];
  /** Folders that every workflow may write, e.g. a cache of packages; nothing outside the fence may trust what lies there. */
  cachePaths: readonly string[];
  /** Never to be seen: the platform's home above all. */
  hiddenPaths: readonly string[];
}

/** What every step of this machine sees of it. Read once: links and folders of the system do not change while we run. */
export function systemMounts({ shownPaths, cachePaths, hiddenPaths }: SystemView): Mount[] {
  const system = SYSTEM.flatMap((path): Mount[] => {
    if (!existsSync(path)) return [];
    return lstatSync(path).isSymbolicLink()
      ? [{ kind: 'link', to: readlinkSync(path), at: path }]
      : [{ kind: 'show', from: path, at: path }];
  });
  const shown: Mount[] = [
    ...system,
    ...shownPaths.map((path): Mount => ({ kind: 'show', from: path, at: path })),
    ...cachePaths.map((path): Mount => ({ kind: 'give', from: path, at: path })),
  ];
  const isShown = (path: string) => shown.some((mount) => (mount.kind === 'show' || mount.kind === 'give') && contains(mount.at, path));
  return [...shown, ...hiddenPaths.filter((path) => existsSync(path) && isShown(path)).map((at): Mount => ({ kind: 'cover', at }))];
}

/** Folders of one workflow below its base; all but the last few are the server's own and never seen inside. */
export const LEAVES = ['workspace', 'home', 'tmp'] as const;

/**
 * What one step sees. `base` holds the workflow's folders under names that no step can change, since their parent is never
 * seen inside: whatever a step does within a leaf, no mount, path or program outside the fence follows it.
 */
export function stepMounts(base: string, slot: string, etc: EtcName): Mount[] {
  const own = (name: string) => join(base, name);
  return [
    { kind: 'show', from: join(dirname(base), etc), at: '/etc' },
    { kind: 'give', from: own('workspace'), at: INSIDE.workspace },
    { kind: 'give', from: own('home'), at: INSIDE.home },
    { kind: 'give', from: own('tmp'), at: INSIDE.tmp },
    { kind: 'give', from: own(`handover/${slot}`), at: INSIDE.handover },
    { kind: 'show', from: own('bin'), at: INSIDE.program },
    { kind: 'show', from: own(`run/${slot}.sh`), at: INSIDE.script },
  ];
}

/** Below the work root: what steps see as /etc, in the machine's network and in one of their own. */
export type EtcName = 'etc' | 'etc-private';

/**
 * Makes the /etc of steps: copies of what programs need of the machine's own, and people and hosts of our own making; `resolver`
 * is made of the machine's resolv.conf(5). It is put in place whole, so that a step that starts meanwhile sees the one or the other.
 */
export async function writeEtc(workRoot: string, etc: EtcName, resolver: (machine: string) => string): Promise<void> {
  const draft = await mkdtemp(join(workRoot, 'etc-draft-'));
  const names = existsSync('/etc') ? readdirSync('/etc').filter((name) => ETC_PREFIXES.some((prefix) => name.startsWith(prefix))) : [];
  const found = [...ETC, ...names].filter((name) => existsSync(join('/etc', name)));
  await new Promise<void>((resolve) => {
    // What the server may not read is no matter of steps either: cp goes on after it, and its code says nothing else.
    execFile('cp', ['-a', '--parents', '--', ...found, draft], { cwd: '/etc', env: { PATH: SYSTEM_PATH } }, () => resolve());
  });
  const text: Record<string, string> = {
    passwd: `root:x:0:0:root:/root:/bin/sh\nstep:x:${INSIDE_ID}:${INSIDE_ID}:step:${INSIDE.home}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n`,
    group: `root:x:0:\nstep:x:${INSIDE_ID}:\nnogroup:x:65534:\n`,
    hosts: '127.0.0.1 localhost\n::1 localhost ip6-localhost\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nprotocols: files\nservices: files\n',
    'resolv.conf': resolver(readOr('/etc/resolv.conf')),
  };
  for (const [name, content] of Object.entries(text)) await writeFile(join(draft, name), content, { mode: 0o644 });
  await chmod(draft, 0o755);
  const place = join(workRoot, etc);
  const former = `${draft}-former`;
  if (existsSync(place)) await rename(place, former);
  await rename(draft, place);
  await rm(former, { recursive: true, force: true });
}

/** Whether the path is the folder or lies in it. */
export function contains(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || (inside !== '..' && !inside.startsWith('../') && !isAbsolute(inside));
}
