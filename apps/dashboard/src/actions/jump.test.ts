import { describe, expect, it } from 'vitest';

import { readTarget } from './jump.ts';

const ORIGIN = 'http://localhost:8080';
const read = (text: string) => readTarget(text, ORIGIN);

describe('readTarget', () => {
  it('knows a trace id from a commit', () => {
    expect(read('0123456789abcdef0123456789abcdef')).toEqual({ kind: 'trace', id: '0123456789abcdef0123456789abcdef' });
    expect(read('  4f2a91c ')).toEqual({ kind: 'commit', sha: '4f2a91c' });
  });

  it('reads numbered things, tasks and own addresses', () => {
    expect(read('ada/hello#12')).toEqual({ kind: 'numbered', owner: 'ada', repo: 'hello', number: 12 });
    expect(read('T.001.01.01.02')).toEqual({ kind: 'task', id: 'T.001.01.01.02' });
    expect(read(`${ORIGIN}/ada/hello/pipelines/4`)).toEqual({ kind: 'path', path: '/ada/hello/pipelines/4' });
  });

  it('leaves words and foreign addresses alone', () => {
    expect(read('effaced')).toBeNull();
    expect(read('deadbeef cafe')).toBeNull();
    expect(read('http://localhost:80800/x')).toBeNull();
    expect(read('https://example.org/ada/hello')).toBeNull();
  });
});
