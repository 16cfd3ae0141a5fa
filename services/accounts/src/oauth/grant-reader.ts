import type { Store } from '@mosaic/platform/db';

import type { AccountsTables, OauthGrantRow } from '../db/schema.ts';

/** A consent with what it is to. */
export interface ShownGrant {
  row: OauthGrantRow;
  application: { clientId: string; name: string; owner: string | null };
}

/** Consents shown of one person at most. */
const LIST_LIMIT = 500;

export class GrantReader {
  readonly #store: Store<AccountsTables>;

  constructor(store: Store<AccountsTables>) {
    this.#store = store;
  }

  /** What a person has let in, the latest first. */
  async ofPrincipal(principalId: string): Promise<ShownGrant[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('oauth_grants')
        .innerJoin('oauth_applications', 'oauth_applications.id', 'oauth_grants.application_id')
        .leftJoin('principals', 'principals.id', 'oauth_applications.owner_id')
        .selectAll('oauth_grants')
        .select(['oauth_applications.client_id', 'oauth_applications.name', 'principals.login as owner'])
        .where('oauth_grants.principal_id', '=', principalId)
        .orderBy('oauth_grants.created_at', 'desc')
        .orderBy('oauth_grants.id')
        .limit(LIST_LIMIT)
        .execute(),
    );
    return rows.map(({ client_id: clientId, name, owner, ...row }) => ({ row, application: { clientId, name, owner } }));
  }

  /** A person's consent to one application. */
  between({ applicationId, principalId }: { applicationId: number; principalId: string }): Promise<OauthGrantRow | undefined> {
    return this.#store.read((db) =>
      db
        .selectFrom('oauth_grants')
        .selectAll()
        .where('application_id', '=', applicationId)
        .where('principal_id', '=', principalId)
        .executeTakeFirst(),
    );
  }

  /** The scope of the consent by which a token is held, and the application; undefined for a token that is somebody's own. */
  ofToken(tokenId: string): Promise<{ scope: string; clientId: string } | undefined> {
    return this.#store.read((db) =>
      db
        .selectFrom('tokens')
        .innerJoin('oauth_grants', 'oauth_grants.id', 'tokens.grant_id')
        .innerJoin('oauth_applications', 'oauth_applications.id', 'oauth_grants.application_id')
        .select(['oauth_grants.scope', 'oauth_applications.client_id as clientId'])
        .where('tokens.id', '=', tokenId)
        .executeTakeFirst(),
    );
  }
}
