import type { AuthContext } from 'ssh2';

import { readPublicKey, type PublicKey } from '../../keys/public-key.ts';
import type { KeyHolder, KeySignIn } from '../../keys/key-sign-in.ts';
import { isSignedBy } from './verify-signature.ts';

/** As at Gitea: who comes is told by the key alone. */
const USER = 'git';

/** Who has signed in by this try, with a signature over this very connection; null while nobody has. The client is answered. */
export async function answerSignIn(context: AuthContext, keys: KeySignIn): Promise<KeyHolder | null> {
  const key = keyOf(context);
  const holder = key === null ? null : await keys.holderOf(key.fingerprint);
  if (key === null || holder === null || (context.signature !== undefined && !hasSigned(context, key))) {
    context.reject(['publickey']);
    return null;
  }
  // Without a signature it only asks whether the key would do.
  context.accept();
  return context.signature === undefined ? null : holder;
}

function keyOf({ method, username, key }: AuthContext): PublicKey | null {
  if (method !== 'publickey' || username !== USER || key === undefined) return null;
  try {
    return readPublicKey(key.data);
  } catch {
    return null;
  }
}

function hasSigned({ key: named, hashAlgo, signature, blob }: AuthContext, key: PublicKey): boolean {
  if (named === undefined || signature === undefined || blob === undefined) return false;
  return isSignedBy(key, { algorithm: named.algo, hash: hashAlgo, message: blob, signature });
}
