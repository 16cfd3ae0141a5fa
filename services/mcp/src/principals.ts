import { z } from 'zod';

import { encodeByteText, expectOk, expectOkOrMissing, type Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

/** What we read of a principal; accounts has more. */
const Known = z.looseObject({ login: z.string(), kind: z.string(), role: z.string(), disabled: z.boolean().default(false) });
export type Known = z.infer<typeof Known>;

/** The principal of that login, as accounts spells it; null when there is none or it is disabled. */
export async function findPrincipal(accounts: Send, login: string): Promise<Known | null> {
  const response = await asked(expectOkOrMissing(accounts, { method: 'GET', path: `/-/accounts/principals/${encodeByteText(login)}` }));
  if (response === null) return null;
  const found = Known.parse(await response.json());
  return found.disabled ? null : found;
}

export async function listPrincipals(accounts: Send): Promise<Known[]> {
  const response = await asked(expectOk(accounts, { method: 'GET', path: '/-/accounts/principals' }));
  return z.array(Known).parse(await response.json());
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new MosaicError('unavailable', 'Accounts does not answer as it should. Try again shortly.', { cause });
  }
}
