import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BACKENDS, canFence } from '../src/index.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign } from './workflows.ts';

const fence = await canFence();
const credential = { username: 'runner', password: 'token-of-the-clone' };
const root = mkdtempSync(join(tmpdir(), 'mosaic-clone-'));
let local: ReturnType<typeof BACKENDS.local>;
let server: Server;
let cloneUrl: string;
let sha: string;
/** A commit that no branch holds, at refs/pull/7/head. */
let pullSha: string;

/** git's own HTTP backend behind a password. */
function serve(request: IncomingMessage, response: ServerResponse): void {
  const wanted = `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`;
  if (request.headers.authorization !== wanted) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    return;
  }
  const url = new URL(request.url ?? '/', 'http://forge');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: credential.username,
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdout.on('end', () => {
    const whole = Buffer.concat(chunks);
    const end = whole.indexOf('\r\n\r\n');
    for (const line of whole.subarray(0, end).toString().split('\r\n')) {
      const [name = '', ...value] = line.split(': ');
      if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value.join(': '), 10);
      else response.setHeader(name, value.join(': '));
    }
    response.end(whole.subarray(end + 4));
  });
}

beforeAll(async () => {
  const work = join(root, 'source');
  mkdirSync(work);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd: work,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: root },
    }).trim();
  git('init', '-q', '-b', 'main');
  for (const text of ['one', 'two']) {
    writeFileSync(join(work, 'file'), text);
    git('add', '.');
    git('commit', '-qm', `feat: ${text}`);
  }
  sha = git('rev-parse', 'HEAD');
  git('clone', '-q', '--bare', work, join(root, 'hello.git'));
  writeFileSync(join(work, 'file'), 'three');
  git('commit', '-qam', 'feat: three');
  pullSha = git('rev-parse', 'HEAD');
  git('push', '-q', join(root, 'hello.git'), 'HEAD:refs/pull/7/head');
  server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  cloneUrl = `http://127.0.0.1:${port}/hello.git`;
  local = BACKENDS.local({ workRoot: join(root, 'work'), hiddenPaths: [], network: { doors: [port] } });
});

afterAll(async () => {
  await local[Symbol.asyncDispose]();
  server.close();
  rmSync(root, { recursive: true, force: true });
});

const text = `steps:
  look:
    image: bash
    commands:
      - cat file; git rev-list --count HEAD; git rev-parse HEAD
      - cat .git/config; env; grep -r token-of . || echo no-token
`;

describe.skipIf(!fence.ok)('the clone', () => {
  it('fetches one commit with the credential, and leaves none of it', async () => {
    const peer = new RecordingPeer();
    await run(peer, local, assign(text, { cloneUrl, sha, cloneCredential: credential }));
    expect(peer.final?.error).toBe('');
    const look = peer.text('look').split('\n');
    expect(look).toEqual(expect.arrayContaining(['two1', sha, 'no-token']));
    const all = peer.entries.map(({ data }) => data).join('\n');
    expect(all).not.toContain(credential.password);
    expect(all).not.toContain(Buffer.from(`${credential.username}:${credential.password}`).toString('base64'));
    expect(peer.text('clone')).toContain('feat: two');
  });

  it.each(['false', 'true'])('fetches the head of a pull request, which no branch holds (any commit by its name: %s)', async (byName) => {
    execFileSync('git', ['-C', join(root, 'hello.git'), 'config', 'uploadpack.allowAnySHA1InWant', byName]);
    const peer = new RecordingPeer();
    await run(peer, local, assign(text, { cloneUrl, sha: pullSha, ref: 'refs/pull/7/head', cloneCredential: credential }));
    expect(peer.final?.error).toBe('');
    expect(peer.text('look').split('\n')).toEqual(expect.arrayContaining([pullSha]));
  });

  it('fails in git’s words without one', async () => {
    const peer = new RecordingPeer();
    await run(peer, local, assign(text, { cloneUrl, sha }));
    expect(peer.final?.error).toBe('The step clone failed.');
    expect(peer.text('clone')).toMatch(/Authentication failed|could not read Username/);
    expect(peer.state('look')).toMatchObject({ skipped: true });
  });

  it('gives its credential to nothing that an earlier clone step has planted', async () => {
    const thief = '#!/bin/sh\necho "$0 $*" >>/woodpecker/stolen; env >>/woodpecker/stolen\nexec "/usr/bin/${0##*/}" "$@"\n';
    const plant = [
      `mkdir -p /tmp/bin ~/bin bin .git/hooks; for f in git cat cp; do printf '%s' "$THIEF" >~/bin/$f; chmod 755 ~/bin/$f; cp ~/bin/$f /tmp/bin/; done`,
      'cp ~/bin/git .git/hooks/post-checkout; cp ~/bin/git .git/hooks/reference-transaction',
      'printf "[core]\\n fsmonitor = ~/bin/git\\n sshCommand = ~/bin/git\\n gitProxy = ~/bin/git\\n[credential]\\n helper = ~/bin/git\\n[http]\\n proxy = http://127.0.0.1:9\\n[filter \\"x\\"]\\n smudge = ~/bin/git\\n" >.git/config',
      'cp .git/config ~/.gitconfig; printf "* filter=x\\n" >.gitattributes; printf "machine 127.0.0.1 login evil password evil\\n" >~/.netrc',
      '(mv /run/mosaic/bin/mosaic x || cp ~/bin/git /run/mosaic/bin/git) 2>/dev/null || true',
    ];
    const steps = `clone:\n  - name: plant\n    image: sh\n    environment: { THIEF: ${JSON.stringify(thief)} }\n    commands: ${JSON.stringify(plant)}\n  - name: git\n    image: woodpeckerci/plugin-git\nsteps:\n  look:\n    image: bash\n    commands: [ "cat file; cat /woodpecker/stolen ~/stolen 2>/dev/null || true; grep -r token-of- /woodpecker ~ /tmp || echo looked" ]\n`;
    const peer = new RecordingPeer();
    await run(peer, local, assign(steps.replaceAll('$', '$$$$'), { cloneUrl, sha, cloneCredential: credential }));
    expect(peer.final?.error, peer.entries.map(({ data }) => data).join('\n')).toBe('');
    const seen = peer.text('look').split('\n');
    expect(seen).toEqual(expect.arrayContaining(['twolooked']));
    const basic = Buffer.from(`${credential.username}:${credential.password}`).toString('base64');
    expect(peer.text('look')).not.toContain(basic);
    expect(peer.text('look')).not.toContain('GIT_CONFIG_VALUE');
  });

  it.each([
    ['file:///etc', /http or https/],
    ['http://user:pass@127.0.0.1/x.git', /without a user name/],
    ['ext::sh -c id', /http or https/],
  ])('refuses the address %s', async (address, message) => {
    const peer = new RecordingPeer();
    await run(peer, local, assign(text, { cloneUrl: address, sha }));
    expect(peer.state('clone')).toMatchObject({ exitCode: 1, error: expect.stringMatching(message) });
  });
});
