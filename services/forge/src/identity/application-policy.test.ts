import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { requireMayChangeApplications } from './application-policy.ts';

test.each<[string, Partial<Caller>, boolean]>([
  ['a person', {}, true],
  ['a service of the platform', { builtIn: true }, false],
  ['a token for some repositories', { repositories: [1] }, false],
  ['the token of an attempt', { attempt: { task: 't', epoch: 1 } }, false],
])('%s changes applications: %o %s', (_, more, may) => {
  const change = () => requireMayChangeApplications({ ...ANONYMOUS, ...more });
  if (may) expect(change).not.toThrow();
  else expect(change).toThrow(expect.objectContaining({ code: 'forbidden' }) as Error);
});
