import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { runGit } from './harness.ts';

const execute = promisify(execFile);

/** A key of OpenSSH's in a folder of its own, and the programs that use it and nothing else of the machine. */
export interface SshClient extends AsyncDisposable {
  /** As one adds it to one's account. */
  publicKey: string;
  folder: string;
  /** Runs `ssh`; answers its exit code and both outputs. Where there is no input, null, its input stays open. */
  ssh(args: readonly string[], input?: string | null): Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** An `ssh` whose input stays open; end it with `kill`. */
  open(args: readonly string[]): ChildProcessWithoutNullStreams;
  /** Runs git over this ssh; rejects with git's words. */
  git(args: readonly string[], cwd?: string): Promise<string>;
  url(repository: string): string;
}

export async function sshClient(port: () => number, kind: readonly string[] = ['ed25519']): Promise<SshClient> {
  const folder = await mkdtemp(join(tmpdir(), 'ssh-test-'));
  const [type = '', bits] = kind;
  const size = bits === undefined ? [] : ['-b', bits];
  await execute('ssh-keygen', ['-q', '-t', type, ...size, '-N', '', '-C', 'somebody@somewhere', '-f', join(folder, 'key')]);
  const options = [
    ['UserKnownHostsFile', join(folder, 'known_hosts')],
    ['GlobalKnownHostsFile', '/dev/null'],
    ['StrictHostKeyChecking', 'accept-new'],
    ['IdentitiesOnly', 'yes'],
    ['IdentityAgent', 'none'],
    ['BatchMode', 'yes'],
    ['LogLevel', 'ERROR'],
  ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const common = ['-F', '/dev/null', '-i', join(folder, 'key'), ...options];
  return {
    publicKey: (await readFile(join(folder, 'key.pub'), 'utf8')).trim(),
    folder,
    url: (repository) => `ssh://git@127.0.0.1:${port()}/${repository}.git`,
    git: (args, cwd) => runGit(['-c', `core.sshCommand=ssh ${common.join(' ')}`, ...args], cwd === undefined ? {} : { cwd }),
    open: (args) => spawn('ssh', [...common, '-p', String(port()), ...args], { stdio: 'pipe' }),
    ssh: (args, input = '') =>
      new Promise((resolve, reject) => {
        const child = spawn('ssh', [...common, '-p', String(port()), ...args], { stdio: 'pipe' });
        const said = { stdout: '', stderr: '' };
        for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk: Buffer) => (said[name] += chunk.toString()));
        child.on('error', reject).on('close', (code) => resolve({ code, ...said }));
        child.stdin.on('error', () => {});
        if (input !== null) child.stdin.end(input);
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
