import type { Server } from 'ssh2';

import { loadHostKey } from '../../keys/host-key.ts';

/**
 * What is offered: no SHA-1, no CBC, nothing packed (a packed stream may unfold to any size), and no ChaCha20, which OpenSSH would choose
 * first and which costs several times as much here as AES, of which the processor does the work.
 */
const ALGORITHMS = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
};

/** Makes the server of one connection. */
export type MakeServer = () => Server;

/** Loaded with the first connection: the library takes 90 ms, which a start that nobody visits by SSH need not wait for. */
export async function loadProtocol(dataFolder: string): Promise<MakeServer> {
  const { default: ssh2 } = await import('ssh2');
  const hostKey = await loadHostKey(dataFolder, () => ssh2.utils.generateKeyPairSync('ed25519').private);
  const config = { hostKeys: [hostKey], ident: 'mosaic', algorithms: ALGORITHMS };
  return () => new ssh2.Server(config);
}
