import { describe, expect, it } from 'vitest';

import { passesFilter, wants } from './hook-events.ts';
import { isPrivate, parseHookUrl, resolveTarget, type Resolve } from './hook-target.ts';

const noNames: Resolve = () => Promise.reject(new Error('no name is asked for'));
const target = (url: string, allowedHosts: string[], resolve = noNames) =>
  resolveTarget(url, { allowedHosts, resolve }, new AbortController().signal);

describe('branch filters', () => {
  it.each([
    ['', 'refs/heads/x', true],
    ['*', 'refs/tags/v1', true],
    ['main', 'refs/heads/main', true],
    ['main', 'refs/heads/main2', false],
    ['release/*', 'refs/heads/release/1', true],
    ['{main,dev}', 'refs/heads/dev', true],
    ['{main,dev}', 'refs/heads/other', false],
    ['refs/tags/v?', 'refs/tags/v1', true],
    ['a.c', 'refs/heads/abc', false],
    ['{unclosed', 'refs/heads/unclosed', false],
    ['re{lease/{a,b},view}/*', 'refs/heads/release/b/1', true],
    ['re{lease/{a,b},view}/*', 'refs/heads/review/1', true],
    ['*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b', `refs/heads/${'a'.repeat(200)}`, false],
    ['{a,b}'.repeat(80), `refs/heads/${'a'.repeat(80)}`, false],
    ['v[0-9].[!0-9]', 'refs/heads/v1.x', true],
    ['v[0-9].[!0-9]', 'refs/heads/v1.2', false],
    [`{${Array.from({ length: 120 }, (_, index) => index).join(',')}}`, 'refs/heads/119', true],
  ])('%s on %s', (filter, ref, passes) => expect(passesFilter(filter, ref)).toBe(passes));
});

it('issues turn comments on, issues_only does not', () => {
  expect([wants(['issues'], 'issue_comment'), wants(['issues_only'], 'issue_comment'), wants(['issues_only'], 'issues')]).toEqual([
    true,
    false,
    true,
  ]);
});

describe('targets', () => {
  it.each([
    '127.0.0.1',
    '192.88.99.1',
    'fec0::1',
    '64:ff9b:1::a00:1',
    '2001::1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '192.88.99.1',
    'fec0::1',
    '2001::1',
    '2002:7f00:1::',
    '::7f00:1',
    '2001:db8::1',
  ])('%s is private', (address) => expect(isPrivate(address)).toBe(true));
  it.each(['1.1.1.1', '93.184.216.34', '2606:4700::1111'])('%s is public', (address) => expect(isPrivate(address)).toBe(false));

  it('refuses a public name with a private address, and dials what it has checked', async () => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    await expect(target('http://rebind.example/', [], resolve)).rejects.toMatchObject({ code: 'invalid_input' });
    const good = await target('https://good.example/x', [], async () => [{ address: '93.184.216.34', family: 4 }]);
    expect(good).toMatchObject({ address: '93.184.216.34', family: 4 });
  });

  it.each(['http://localhost.:9890/', 'http://ci.localhost./', 'http://127.0.0.1./', 'http://x.internal./'])(
    '%s is local in spite of its dot',
    (url) => {
      expect(() => parseHookUrl(url, [])).toThrow('private or loopback');
    },
  );

  it('lets what the installation allows through: a host, a port, a network, one path', async () => {
    const resolve = async () => [{ address: '10.1.2.3', family: 4 }];
    const go = async (url: string, allowed: string[]) =>
      target(url, allowed, resolve).then(
        ({ address }) => address,
        () => null,
      );
    expect(await go('http://woodpecker.internal:8000/api/hook', ['woodpecker.internal'])).toBe('10.1.2.3');
    expect(await go('http://woodpecker.internal:8000/api/hook', ['woodpecker.internal:9000'])).toBeNull();
    expect(await go('http://ci.example/x', ['10.0.0.0/8'])).toBe('10.1.2.3');
    expect(await go('http://ci.example/x', ['192.168.0.0/16'])).toBeNull();
    expect(await go('http://127.0.0.1:8000/api/hook?access_token=x', ['127.0.0.1:8000/api/hook'])).toBe('127.0.0.1');
    expect(await go('http://127.0.0.1:8000/api/repos', ['127.0.0.1:8000/api/hook'])).toBeNull();
  });

  it('lets the platform’s own receivers through, by host and port', async () => {
    expect(await target('http://ci.localhost:8000/api/hook', ['ci.localhost:8000'])).toMatchObject({ address: '127.0.0.1' });
    await expect(target('http://ci.localhost:8001/', ['ci.localhost:8000'])).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
