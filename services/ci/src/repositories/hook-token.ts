import { decodeJwt, jwtVerify, SignJWT } from 'jose';

import { MosaicError } from '@mosaic/platform/errors';

/** Who sends a hook call, read before the signature can be checked: its key belongs to the repository. */
export function forgeIdOfHookToken(token: string): number {
  try {
    const claims = decodeJwt(token);
    const id = Number(claims['repo-forge-remote-id']);
    if (claims['type'] === 'hook' && Number.isInteger(id) && id > 0) return id;
  } catch (cause) {
    throw badToken(cause);
  }
  throw badToken();
}

/** Woodpecker's hook token: HS256, without end, signed with a key of the repository (upstream `shared/token`). */
export function signHookToken(forgeId: number, key: string): Promise<string> {
  return new SignJWT({ type: 'hook', 'repo-forge-remote-id': String(forgeId), 'forge-id': '1' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(Buffer.from(key));
}

/** Throws `invalid_input` unless the token is the repository's own. */
export async function verifyHookToken(token: string, key: string): Promise<void> {
  try {
    await jwtVerify(token, Buffer.from(key), { algorithms: ['HS256'] });
  } catch (cause) {
    throw badToken(cause);
  }
}

/** The same words for every misfit, so that nothing is learned from it. */
export function badToken(cause?: unknown): MosaicError {
  return new MosaicError(
    'invalid_input',
    'The hook token in access_token is not valid. Repair the repository in CI, so that the forge gets a new hook.',
    { cause },
  );
}
