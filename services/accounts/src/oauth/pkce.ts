import { createHash } from 'node:crypto';

import { sameSecret } from '@mosaic/platform/secrets';

import type { Challenge } from './authorization-policy.ts';

/** Whether who trades a code is who asked for it (RFC 7636, 4.6). A verifier without a challenge is none: somebody took the challenge away. */
export function verifies({ challenge, method }: Challenge, verifier: string): boolean {
  if (method === '') return verifier === '';
  const answer = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  return verifier !== '' && sameSecret(answer, challenge);
}
