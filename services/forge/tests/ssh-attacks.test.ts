import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { userCurrentPostKey } from '@mosaic/contracts/gitea';
import { Stack } from '@mosaic/platform/lifecycle';

import { TOKENS, runGit, startForge, type ForgeHarness, type HarnessOptions } from './harness.ts';
import { sshClient, type SshClient } from './ssh-client.ts';

let stack = new Stack();
afterEach(async () => {
  await stack[Symbol.asyncDispose]();
  stack = new Stack();
});

async function opened(config: HarnessOptions['config'] = {}): Promise<{ bench: ForgeHarness; ada: SshClient }> {
  const bench = stack.use(await startForge({ config }));
  const ada = stack.use(await sshClient(() => bench.sshPort));
  await bench.as(TOKENS.ada).call(userCurrentPostKey, { body: { title: 'laptop', key: ada.publicKey } });
  const work = await bench.workspace('ada/lib', TOKENS.ada);
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  return { bench, ada };
}

/** A connection that says hello, or nothing, and stays. */
async function stranger(port: number, words = ''): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' }).on('error', () => {});
  stack.defer(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(words);
  socket.resume();
  return socket;
}

test('strangers who only hold the door open keep nobody out', async () => {
  const { bench, ada } = await opened();
  const held = await Promise.all(Array.from({ length: 200 }, (_, at) => stranger(bench.sshPort, at % 2 === 0 ? '' : 'SSH-2.0-x\r\n')));
  expect((await ada.ssh(['-T', 'git@127.0.0.1'])).stdout).toContain('Hi there, ada!');
  expect(held.filter(({ closed }) => closed).length).toBeGreaterThan(100);
});

test('who does not sign in is cut off', async () => {
  const { bench } = await opened({ sshSignInMs: 300 });
  const silent = await stranger(bench.sshPort);
  await once(silent, 'close');
});

test('who asks for nothing more holds no git process, and is cut off; what others ask goes on', async () => {
  const { ada } = await opened({ maxGitProcesses: 1, slowClientMs: 1_500 });
  // Signed in and greeted by the abilities of git; then silence.
  const silent = ['v2', 'v2', 'push'].map((kind) =>
    ada.ssh(
      ['-o', 'SetEnv=GIT_PROTOCOL=version=2', 'git@127.0.0.1', `git-${kind === 'push' ? 'receive' : 'upload'}-pack 'ada/lib.git'`],
      null,
    ),
  );
  await ada.git(['ls-remote', ada.url('ada/lib')]);
  for (const { code } of await Promise.all(silent)) expect(code).toBe(255);
});

test.each(['\0'.repeat(100_000), 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n', 'SSH-1.5-old\r\n', `SSH-2.0-x\r\n${'\xff'.repeat(80_000)}`])(
  'what is no SSH ends its own connection alone: case %#',
  async (bytes) => {
    const { bench, ada } = await opened({ sshSignInMs: 1_000 });
    await once(await stranger(bench.sshPort, bytes), 'close');
    expect((await ada.ssh(['-T', 'git@127.0.0.1'])).code).toBe(0);
  },
);

const V2 = ['-o', 'SetEnv=GIT_PROTOCOL=version=2', 'git@127.0.0.1'];

test('a git process serves others while a client thinks', async () => {
  const { ada } = await opened({ maxGitProcesses: 1, gitWaitMs: 100 });
  for (const command of ["git-upload-pack 'ada/lib.git'", "git-receive-pack 'ada/lib.git'"]) {
    const child = ada.open([...V2, command]);
    stack.defer(() => void child.kill());
    // Greeted, and its turn now.
    await once(child.stdout, 'data');
  }
  expect(await ada.git(['ls-remote', ada.url('ada/lib')])).toContain('refs/heads/main');
});

test('a push that only deletes is done when it is, though its client waits on', async () => {
  const { bench, ada } = await opened();
  const work = await bench.workspace('ada/lib', TOKENS.ada);
  await ada.git(['push', '-q', ada.url('ada/lib'), 'main:gone'], work);
  const id = (await runGit(['rev-parse', 'main'], { cwd: work })).trim();
  const child = ada.open(['git@127.0.0.1', "git-receive-pack 'ada/lib.git'"]);
  stack.defer(() => void child.kill());
  const command = `${id} ${'0'.repeat(40)} refs/heads/gone\0report-status`;
  child.stdin.write(`${(command.length + 4).toString(16).padStart(4, '0')}${command}0000`);
  child.stdout.resume();
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await ada.git(['ls-remote', ada.url('ada/lib')])).not.toContain('gone');
});
