import {
  createToken,
  type Door,
  type NativeCalls,
  nativeCalls,
  type Permission,
  portsOf,
  redeemLink,
  revokeToken,
  signOut,
  type StackInfo,
  type WidePermission,
} from '@mosaic/contracts/mosaic';
import { loadConfig, type Config } from '@mosaic/server/config';
import { MosaicError } from '@mosaic/platform/errors';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { openControlClient, type Controlled } from '@mosaic/server/control';

/** How long the stack may take over one request of a command, ms. */
const ANSWER_MS = 30_000;

/** The running stack on a home: what its control socket opens, and a way to sign in for all else. */
export interface Control extends AsyncDisposable {
  config: Config;
  info: StackInfo;
  /** Where this machine reaches the one address. */
  edgeUrl: string;
  client: Controlled;
  /** Signs an administrator in by a one-time link, for as long as the command runs. */
  signIn(): Promise<SignedIn>;
}

/** An administrator's own session: a command can do no more than the person, and nothing of it outlives the command. */
export interface SignedIn extends AsyncDisposable {
  login: string;
  accounts: NativeCalls;
  /** A token of the person with the named grants alone, which ends with the session's disposal. */
  token(wish: { name: string; doors: Door[]; grants: (Permission | WidePermission)[] }): Promise<string>;
}

/** Opens the control of the stack on a home; throws in words when none runs there or it does not answer. */
export async function openControl(home?: string): Promise<Control> {
  const { config } = loadConfig({ home });
  const client = openControlClient(config.home);
  try {
    const info = await client.info();
    return {
      config,
      info,
      edgeUrl: `http://127.0.0.1:${portsOf(info.portBase).edge}`,
      client,
      signIn: () => signIn(client, info),
      [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
    };
  } catch (error) {
    await client[Symbol.asyncDispose]();
    throw error;
  }
}

async function signIn(client: Controlled, { accountsUrl }: StackInfo): Promise<SignedIn> {
  const { url, login } = await client.createLink({});
  const stack = new Stack();
  const secret = await redeemLink(stack.use(createSend({ baseUrl: accountsUrl, connections: 1, timeoutMs: ANSWER_MS })), url);
  if (secret === null) {
    await stack[Symbol.asyncDispose]();
    throw new MosaicError('unavailable', 'The stack did not take its own sign-in link; "mosaic logs" says more.');
  }
  const headers = () => ({ authorization: `Bearer ${secret}` });
  const accounts = nativeCalls(stack.use(createSend({ baseUrl: accountsUrl, headers, connections: 4, timeoutMs: ANSWER_MS })));
  stack.defer(() => accounts.call(signOut, {}));
  return {
    login,
    accounts,
    async token(wish) {
      const { id, token } = await accounts.call(createToken, { body: { ...wish, expiresInSeconds: 3600 } });
      stack.defer(() => accounts.call(revokeToken, { id }));
      return token;
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}
