import { expect, test } from 'vitest';

import { ANONYMOUS } from '@mosaic/platform/identity';

import { requireAgentAdministrator } from './agent-policy.ts';

test('agents are for administrators', () => {
  expect(() => requireAgentAdministrator({ ...ANONYMOUS, kind: 'person', role: 'developer' })).toThrow(
    expect.objectContaining({ code: 'forbidden' }),
  );
  expect(() => requireAgentAdministrator({ ...ANONYMOUS, kind: 'person', role: 'administrator', grants: ['ci:*:admin'] })).not.toThrow();
});
