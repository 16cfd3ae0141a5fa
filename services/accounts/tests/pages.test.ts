import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startAccounts, type AccountsHarness } from './harness.ts';

const HTML = { headers: { accept: 'text/html,application/xhtml+xml' } };

describe('the pages', () => {
  let stage: AccountsHarness;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mosaic-pages-'));
    await mkdir(join(folder, '-', 'assets'), { recursive: true });
    await writeFile(join(folder, 'index.html'), '<title>MosAIc</title>');
    await writeFile(join(folder, '-', 'assets', 'index-Ab3_d-9x.js'), 'export {};');
    await writeFile(join(folder, '-', 'assets', 'icon.svg'), '<svg/>');
    stage = await startAccounts({ pagesFolder: folder });
  });
  afterAll(async () => {
    await stage[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(['/', '/ada/hello', '/-/journeys/abc', '/-/inbox'])('%s is the one page, under a strict policy', async (path) => {
    const response = await stage.fetch(path, HTML);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<title>MosAIc</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const rule of [
      "script-src 'self';",
      "connect-src 'self';",
      "img-src 'self' data:;",
      "frame-ancestors 'none';",
      "base-uri 'none';",
    ])
      expect(policy).toContain(rule);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });

  test('hashed files are kept for ever, others are asked for again', async () => {
    const hashed = await stage.fetch('/-/assets/index-Ab3_d-9x.js');
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers.get('content-type')).toContain('javascript');
    expect((await stage.fetch('/-/assets/icon.svg')).headers.get('cache-control')).toBe('no-cache');
    expect((await stage.fetch('/-/assets/gone-00000000.js', HTML)).status).toBe(404);
    expect((await stage.fetch('/-/assets/..%2f..%2findex.html', HTML)).status).toBeGreaterThanOrEqual(400);
  });

  test('programs get a problem, not a page', async () => {
    const response = await stage.fetch('/ada/hello', { headers: { accept: 'application/json' } });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  test('without a build a plain page says how to make one', async () => {
    await using bare = await startAccounts();
    const response = await bare.fetch('/', HTML);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
  });

  test('a person with a spent link sees a page in words', async () => {
    const response = await stage.fetch(`/-/enter?link=${'0'.repeat(40)}`, HTML);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('mosaic open');
  });

  test('an address that leads out of the assets is nobody’s fault of ours', async () => {
    const { request } = await import('node:http');
    for (const path of ['/-/assets/..%2f', '/-/assets/..%2f..%2fpackage.json', '/-/assets/%2e%2e/x']) {
      const status = await new Promise<number>((resolve, reject) => {
        request(stage.url + path, { path }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .once('error', reject)
          .end();
      });
      expect(status, path).toBeGreaterThanOrEqual(400);
      expect(status, path).toBeLessThan(500);
    }
  });

  test('a foreign Host is refused', async () => {
    await using other = await startAccounts();
    const { request } = await import('node:http');
    const { hostname, port } = new URL(other.url);
    const status = await new Promise<number>((resolve, reject) => {
      request({ hostname, port, path: '/-/accounts/session', headers: { host: 'evil.test' }, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(422);
  });
});
