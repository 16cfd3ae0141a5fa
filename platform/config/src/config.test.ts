import { expect, test } from 'vitest';
import { z } from 'zod';

import { configLoader } from './config.ts';

const home = '/nowhere';
const load = configLoader({
  forge: { maxPushMib: z.coerce.number().default(1) },
  ci: { stepPaths: z.array(z.string()).default([]).meta({ inFileOnly: true }) },
});

test('each key of a section has a variable of its name, but what only a file may say', () => {
  expect(load({ home, environment: { MOSAIC_MAX_PUSH_MIB: '7' } }).config).toMatchObject({ maxPushMib: 7, stepPaths: [], portBase: 0 });
  expect(() => load({ home, environment: { MOSAIC_STEP_PATHS: '/usr' } })).toThrow('MOSAIC_STEP_PATHS: is not a setting');
});

test('what a step of a pipeline finds in its environment keeps no stack from starting there', () => {
  expect(load({ home, environment: { MOSAIC_HANDOVER: '/handover' } }).config.portBase).toBe(0);
});

test('two services cannot name one key', () => {
  expect(() => configLoader({ forge: { limit: z.number() }, ci: { limit: z.number() } })).toThrow('of the same name');
});
