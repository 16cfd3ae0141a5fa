import { queryOptions } from '@tanstack/react-query';

import { userGetOAuth2Applications } from '@mosaic/contracts/gitea';
import { listOauthGrants } from '@mosaic/contracts/mosaic';

import { accounts, forge } from '../../api/clients.ts';
import { applicationKeys } from './keys.ts';

/** As many as one may have (the OAuth2 provider's limit), in pages of the forge's longest. */
const PAGES = [1, 2];

/** Applications that one has registered. */
export const ownApplicationsQuery = queryOptions({
  queryKey: applicationKeys.own,
  queryFn: async () =>
    (await Promise.all(PAGES.map((page) => forge.call(userGetOAuth2Applications, { query: { page, limit: 50 } })))).flat(),
  retry: false,
});

/** Applications that one has let in. */
export const letInQuery = queryOptions({
  queryKey: applicationKeys.letIn,
  queryFn: () => accounts.call(listOauthGrants, {}),
  retry: false,
});
