import { z } from 'zod';

import { PrincipalKind, Role } from '@mosaic/contracts/mosaic';
import { expectOkOrMissing, type Send } from '@mosaic/contracts/wire';

/** Somebody as accounts knows them. */
export const Person = z.looseObject({
  id: z.string(),
  uid: z.number().int(),
  login: z.string(),
  kind: PrincipalKind,
  role: Role,
  name: z.string(),
  email: z.string(),
  disabled: z.boolean().default(false),
});
export type Person = z.infer<typeof Person>;

/** How long an answer is trusted, and how many are kept. */
const TTL_MS = 5_000;
const LIMIT = 1_000;

/** Looks people up at accounts; an answer serves for five seconds. */
export class People {
  readonly #accounts: Send;
  readonly #known = new Map<string, { until: number; answer: Promise<Person | null> }>();

  constructor(accounts: Send) {
    this.#accounts = accounts;
  }

  /** Null when there is nobody of that login (case does not matter). */
  find(login: string): Promise<Person | null> {
    const key = login.toLowerCase();
    const found = this.#known.get(key);
    if (found !== undefined && found.until > Date.now()) return found.answer;
    const answer = this.#ask(login);
    this.#known.delete(key);
    this.#known.set(key, { until: Date.now() + TTL_MS, answer });
    if (this.#known.size > LIMIT) this.#known.delete(this.#known.keys().next().value as string);
    answer.catch(() => this.#known.delete(key));
    return answer;
  }

  async #ask(login: string): Promise<Person | null> {
    const path = `/-/accounts/principals/${encodeURIComponent(login)}`;
    const response = await expectOkOrMissing(this.#accounts, { method: 'GET', path });
    return response === null ? null : Person.parse(await response.json());
  }
}
