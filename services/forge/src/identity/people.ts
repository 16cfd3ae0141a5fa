import { z } from 'zod';

import { PrincipalKind, Role } from '@mosaic/contracts/mosaic';
import { encodeByteText, expectOkOrMissing, type Send } from '@mosaic/contracts/wire';
import { remember } from '@mosaic/platform/identity';

/** Somebody as accounts knows them. */
export const Person = z.looseObject({
  id: z.string(),
  uid: z.number().int(),
  login: z.string(),
  kind: PrincipalKind,
  role: Role,
  builtIn: z.boolean(),
  name: z.string(),
  email: z.string(),
  disabled: z.boolean().default(false),
});
export type Person = z.infer<typeof Person>;

/** Looks people up at accounts; an answer serves for five seconds. */
export class People {
  /** Null when there is nobody of that login (case does not matter). */
  readonly find: (login: string) => Promise<Person | null>;

  constructor(accounts: Send) {
    this.find = remember(
      (login: string) => login.toLowerCase(),
      async (login) => {
        const path = `/-/accounts/principals/${encodeByteText(login)}`;
        const response = await expectOkOrMissing(accounts, { method: 'GET', path });
        return response === null ? null : Person.parse(await response.json());
      },
      { limit: 1_000 },
    );
  }
}
