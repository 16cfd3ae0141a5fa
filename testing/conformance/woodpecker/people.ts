import { randomBytes } from 'node:crypto';

import { createSend } from '@mosaic/platform/http';
import type { Stack } from '@mosaic/platform/lifecycle';

import { createCaller, type Caller } from '../src/caller.ts';
import type { Recorder } from '../src/recorder.ts';

/** Who a target and its forge must know: two developers, a stranger to their repositories, and an administrator. */
const LOGINS = ['ada', 'bob', 'eve', 'root'] as const;
export type Login = (typeof LOGINS)[number];

export interface Place {
  url: string;
  tokens: Readonly<Record<string, string>>;
  /** Put before every path. */
  prefix: string;
  recorder: Recorder;
  isStrict: boolean;
}

/** Those who ask a server; what it is asked is recorded. */
export function peopleAt(stack: Stack, { url, tokens, prefix, recorder, isStrict }: Place) {
  const token = (login: Login): string => {
    const found = tokens[login];
    if (found === undefined) throw new Error(`There is no token of ${login} for ${url}.`);
    return found;
  };
  const callerWith = (headers: Record<string, string>): Caller =>
    createCaller({ send: stack.use(createSend({ baseUrl: url, headers: () => headers })), prefix, recorder, isStrict });
  const bearing = (secret: string) => callerWith({ authorization: `Bearer ${secret}` });
  const known = LOGINS.map((login) => [login, bearing(token(login))] as const);
  const mark = randomBytes(3).toString('hex');
  let made = 0;
  return {
    ...(Object.fromEntries(known) as Record<Login, Caller>),
    anyone: callerWith({}),
    impostor: bearing('f'.repeat(41)),
    token,
    /** A word that nothing on the target bears yet. */
    word: () => `case-${mark}-${++made}`,
  };
}
