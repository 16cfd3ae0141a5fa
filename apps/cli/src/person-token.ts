import type { Control } from './control.ts';

/** A short-lived token of a person, for a command that acts for them; ended when disposed. */
export async function personToken(control: Control, login: string, name: string): Promise<AsyncDisposable & { token: string }> {
  const { id, token } = await control.accounts.createToken({
    name,
    login,
    doors: ['forge', 'ci', 'mcp'],
    grants: ['*:*:admin'],
    expiresInSeconds: 3600,
  });
  return { token, [Symbol.asyncDispose]: () => control.accounts.revokeToken(id) };
}
