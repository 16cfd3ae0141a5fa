import type { AccountsContext } from '../context.ts';
import { ApplicationReader } from '../oauth/application-reader.ts';
import { ApplicationWriter } from '../oauth/application-writer.ts';
import { createClientLimit } from '../oauth/client-limit.ts';
import { GrantReader } from '../oauth/grant-reader.ts';
import { GrantWriter } from '../oauth/grant-writer.ts';
import { createGroups } from '../oauth/groups.ts';
import { SigningKeys } from '../oauth/signing-keys.ts';
import { TokenEndpoint } from '../oauth/token-endpoint.ts';
import { TokenExchange } from '../oauth/token-exchange.ts';
import type { AccountsPorts } from './ports.ts';

/** The OAuth2 provider: applications, who has let them in, and what they get for it. */
export function composeOauth({ settings, keyring, store, events, feeds, now, log }: AccountsPorts): AccountsContext['oauth'] {
  const applications = { reader: new ApplicationReader(store), writer: new ApplicationWriter(events, now) };
  const grants = { reader: new GrantReader(store), writer: new GrantWriter(events, now) };
  const keys = new SigningKeys(events, keyring, now);
  const limit = createClientLimit();
  const exchange = new TokenExchange(events, now);
  const groupsOf = createGroups(feeds.forge, log);
  const tokens = new TokenEndpoint({ applications, exchange, keys, limit, groupsOf, issuer: settings.publicUrl, now });
  return { applications, grants, tokens, keys, limit, groupsOf };
}
