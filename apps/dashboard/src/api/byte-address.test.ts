import { expect, it } from 'vitest';

import { pathForBrowser, pathForRouter, textOfParam } from './byte-address.ts';

it.each(['/a/src/branch/main/d%E9/l%E9.md', '/a/%FF%80', '/a/caf%C3%A9/%E9'])('carries the bytes of %s through the router', (path) => {
  const inside = pathForRouter(path);
  expect(() => decodeURIComponent(inside)).not.toThrow();
  expect(pathForBrowser(inside)).toBe(path);
});

it.each(['/a/b', '/a/caf%C3%A9', '/a/x%20y', '/%25', '/a%2Fb'])('leaves %s as it is', (path) => {
  expect(pathForRouter(path)).toBe(path);
  expect(pathForBrowser(path)).toBe(path);
});

it('gives pages the text that the contracts write', () => expect(textOfParam(decodeURIComponent(pathForRouter('/d%E9')))).toBe('/d\udce9'));
