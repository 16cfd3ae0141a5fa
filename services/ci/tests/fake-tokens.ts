import { createToken, type CreatedToken } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';

/** Accounts' doors for tokens, which the shared fake does not have. */
export function withTokens(accounts: Send, live: Set<string>): Send {
  let minted = 0;
  return async (request) => {
    if (!request.path.startsWith(createToken.path)) return accounts(request);
    const answer = (status: number, body: unknown) => ({
      status,
      headers: {},
      json: async () => body,
      text: async () => JSON.stringify(body),
      bytes: async () => Buffer.from(JSON.stringify(body)),
      discard: async () => undefined,
    });
    if (request.method === 'POST') {
      const id = `t${(minted += 1)}`;
      live.add(id);
      const made: CreatedToken = {
        id,
        token: 'f'.repeat(40),
        login: 'mosaic-ci',
        name: 'clone',
        doors: ['forge'],
        grants: ['forge:repository:read'],
        repositories: null,
        createdAt: 0,
        expiresAt: null,
        lastUsedAt: null,
      };
      return answer(201, made);
    }
    live.delete(request.path.split('/').at(-1) ?? '');
    return answer(204, {});
  };
}
