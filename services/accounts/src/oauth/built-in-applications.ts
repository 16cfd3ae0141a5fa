import { toJson, type Writer } from '@mosaic/platform/db';

import type { AccountsTables } from '../db/schema.ts';

/** Programs that every Gitea knows by these ids (forge contract 3.4); they run beside git and wait on this machine. */
const BUILT_IN = [
  { client_id: 'a4792ccc-144e-407e-86c9-5e7d8d9c3269', name: 'git-credential-oauth' },
  { client_id: 'e90ee53c-94e2-48ac-9358-a874fb9e0662', name: 'Git Credential Manager' },
  { client_id: 'd57cb8c4-630c-4168-8324-ec79935e18d4', name: 'tea' },
] as const;

/** Adds the applications that are absent; runs at every start. */
export async function ensureBuiltInApplications({ db }: Writer<AccountsTables>, now: number): Promise<void> {
  const ids = BUILT_IN.map(({ client_id }) => client_id);
  const known = await db.selectFrom('oauth_applications').select('client_id').where('client_id', 'in', ids).execute();
  const absent = BUILT_IN.filter(({ client_id }) => !known.some((row) => row.client_id === client_id));
  const shared = { secret_hash: null, owner_id: null, confidential: 0, trusted: 0, created_at: now };
  const redirect_uris = toJson(['http://127.0.0.1', 'https://127.0.0.1', 'http://[::1]']);
  for (const one of absent)
    await db
      .insertInto('oauth_applications')
      .values({ ...one, ...shared, redirect_uris })
      .execute();
}
