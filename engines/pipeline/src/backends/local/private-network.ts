import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, readlink, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import { SYSTEM_PATH } from './command.ts';
import type { Fence } from './fence.ts';
import { ownerPrefix } from './identity.ts';

/** A network of one workflow's own, which its steps share: out as far as the machine reaches, and of the machine itself the given doors. */
export interface PrivateNetwork extends AsyncDisposable {
  /** In front of a command: runs it in there. Where the server is no root, as root of the namespace in which the workflow's ids are mapped. */
  readonly enter: readonly string[];
  /** The end of it, wanted or not. What runs in there then reaches nothing any more. */
  readonly ended: Promise<void>;
  /** Whether it has ended. */
  readonly isOver: () => boolean;
}

/**
 * Where steps ask for names; pasta hands the question to the machine's own resolver, one on loopback included. Neither address
 * is anybody's: RFC 7600 section 4.8, RFC 6666.
 */
export const RESOLVERS = { ipv4: '192.0.0.8', ipv6: '100::8' } as const;

/**
 * Services that clouds offer to the machine by its address alone, credentials among them: link-local (AWS, Google, Azure, Oracle
 * …), Alibaba's, Azure's, and AWS's of IPv6.
 */
const CLOSED = ['169.254.0.0/16', '100.100.100.200/32', '168.63.129.16/32'];
const CLOSED_IPV6 = ['fd00:ec2::/32'];

const START_LIMIT_MS = 10_000;
const WORDS_MS = 20;

/**
 * First process in the new network: closes it towards the above, says so, and holds it until the server closes the pipe or dies.
 * Then pasta, whose child it is, ends too.
 */
const HOLD_SCRIPT = `
set -e
for to in ${CLOSED.join(' ')}; do ip route add blackhole "$to"; done
for to in ${CLOSED_IPV6.join(' ')}; do ip -6 route add blackhole "$to" 2>/dev/null || [ ! -e /proc/net/if_inet6 ]; done
echo ready
read -r _ || :
`;

/** pasta needs the device, which on machines without udev is root's alone: its own copy, for its eyes only. */
const DEVICE_SCRIPT = `
if mount -t tmpfs -o size=4k,mode=0755 tmpfs /dev/net 2>/dev/null; then
  mknod -m 0666 /dev/net/tun c 10 200 2>/dev/null || umount /dev/net
fi
exec "$@"
`;

/**
 * Makes a network with pasta(1), which needs no rights on the machine: it opens ordinary sockets on behalf of what runs inside.
 * `doors` are ports of the machine's loopback. Where the server is root, pasta runs as `id` and nobody else does.
 * @throws MosaicError (`unavailable`) with pasta's reason.
 */
export async function openPrivateNetwork(fence: Fence, id: number, doors: readonly number[]): Promise<PrivateNetwork> {
  const [file = '', ...args] = commandOf(fence, id, doors);
  const child = spawn(file, args, { env: { PATH: SYSTEM_PATH }, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  const gone = new Promise<void>((resolve) => child.once('error', () => resolve()).once('exit', () => resolve()));
  // When pasta fails, the process that it has forked for the holder waits for its word for ever.
  void gone.then(() => endNow(child));
  letGo(child);
  try {
    await readiness(child);
    const handles = await openNamespaces(child.pid ?? 0, fence.identity === 'range' ? ['net'] : ['user', 'net']);
    return new PastaNetwork(child, handles, gone);
  } catch (error) {
    endNow(child);
    throw error instanceof MosaicError ? error : new MosaicError('unavailable', (error as Error).message, { cause: error });
  }
}

/** It must not keep the server from ending: it ends by itself when the server does. */
function letGo(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as unknown as { unref?: () => void } | null)?.unref?.();
  // A network that ended closes its end.
  child.stdin?.on('error', () => undefined);
}

function commandOf(fence: Fence, id: number, doors: readonly number[]): string[] {
  const forwards = ['-t', 'none', '-u', 'none', '-U', 'none', '-T', doors.length === 0 ? 'none' : doors.join(',')];
  const names = ['--dns-forward', RESOLVERS.ipv4, '--dns-forward', RESOLVERS.ipv6];
  const pasta = ['pasta', '--config-net', '--no-map-gw', ...forwards, ...names, '--netns-only', '--', '/bin/sh', '-c', HOLD_SCRIPT];
  if (fence.identity !== 'range') return ['setpriv', '--pdeathsig', 'KILL', '--', ...ownerPrefix(fence.identity), ...pasta];
  const become = ['setpriv', '--reuid', String(id), '--regid', String(id), '--clear-groups', '--no-new-privs', '--'];
  const device = ['unshare', '--mount', '--propagation', 'private', '--', '/bin/sh', '-c', DEVICE_SCRIPT, 'device'];
  return [...device, ...become, ...ownerPrefix('self'), ...pasta];
}

/** The end of the holder's first line; when it never comes, why. */
async function readiness(child: ChildProcess): Promise<void> {
  let faults = '';
  (child.stderr as Readable).setEncoding('utf8').on('data', (text: string) => {
    if (faults.length < 4096) faults += text;
  });
  const begun = Promise.withResolvers<void>();
  (child.stdout as Readable).once('data', () => begun.resolve());
  child.once('error', (error: NodeJS.ErrnoException) =>
    begun.reject(new MosaicError('unavailable', `${error.path ?? 'setpriv'} could not be started: ${error.message}`)),
  );
  // Its words may still be on their way; nobody else holds the other end of them for long.
  child.once('exit', () => setTimeout(() => begun.reject(new MosaicError('unavailable', reasonIn(faults))), WORDS_MS));
  const timer = setTimeout(
    () => begun.reject(new MosaicError('unavailable', `pasta did not make a network within ${START_LIMIT_MS} ms`)),
    START_LIMIT_MS,
  );
  try {
    await begun.promise;
  } finally {
    clearTimeout(timer);
  }
}

/** What pasta said last, without its complaints about the system log and about ids that are mapped already. */
function reasonIn(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/syslog|uid_map|user mappings/.test(line));
  if (lines.some((line) => /pasta.*(?:not found|No such file)/.test(line))) return 'pasta is not installed';
  return lines.at(-1)?.trim() ?? 'pasta ended without a word';
}

/** Holds the namespaces of pasta's child by descriptors, so that nothing depends on an id that another process may get. */
async function openNamespaces(pid: number, kinds: readonly ('user' | 'net')[]): Promise<FileHandle[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const holder = /^\d+/.exec(children)?.[0];
  if (holder === undefined) throw new MosaicError('unavailable', 'pasta ended as soon as it had begun');
  const handles: FileHandle[] = [];
  try {
    for (const kind of kinds) {
      const handle = await open(`/proc/${holder}/ns/${kind}`, 'r');
      handles.push(handle);
      // Whatever went wrong: steps are never put into the machine's own.
      if ((await readlink(`/proc/self/fd/${handle.fd}`)) === (await readlink(`/proc/self/ns/${kind}`)))
        throw new MosaicError('unavailable', 'pasta made no network of its own');
    }
    return handles;
  } catch (error) {
    await Promise.all(handles.map((handle) => handle.close()));
    throw error;
  }
}

class PastaNetwork implements PrivateNetwork {
  readonly enter: readonly string[];
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #handles: readonly FileHandle[];
  #isOver = false;

  constructor(child: ChildProcess, handles: readonly FileHandle[], ended: Promise<void>) {
    this.#child = child;
    this.#handles = handles;
    this.ended = ended.then(() => void (this.#isOver = true));
    const at = (handle: FileHandle | undefined) => `/proc/${process.pid}/fd/${handle?.fd}`;
    const [first, second] = handles;
    this.enter =
      second === undefined
        ? ['nsenter', `--net=${at(first)}`, '--']
        : ['nsenter', `--user=${at(first)}`, `--net=${at(second)}`, '--preserve-credentials', '--'];
  }

  isOver(): boolean {
    return this.#isOver || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Whoever waits for its end does so although nothing else keeps the server.
    this.#child.ref();
    // Once it is over, its id may be somebody else's.
    if (!this.isOver()) endNow(this.#child);
    await this.ended;
    await Promise.all(this.#handles.map((handle) => handle.close()));
  }
}

/** Ends pasta and what it has started, at once. */
function endNow({ pid, stdin }: ChildProcess): void {
  stdin?.destroy();
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
