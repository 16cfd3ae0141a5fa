import { createGiteaClient, orgListCurrentUserOrgs, userListTeams } from '@mosaic/contracts/gitea';
import { WireError, type Send } from '@mosaic/contracts/wire';
import type { Log } from '@mosaic/platform/log';

/** "organization" and "organization:team" of the person for whom an access token stands, as Gitea names them. */
export type GroupsOf = (accessToken: string) => Promise<string[]>;

/** Organizations and teams told at most; the forge's longest page. */
const LIMIT = 50;

/**
 * Asks the forge with the token itself, so that nobody is told more than the token may see: none where it may not see any, and none
 * where the forge does not answer.
 */
export function createGroups(forge: Send | undefined, log: Log): GroupsOf {
  if (forge === undefined) return async () => [];
  return async (accessToken) => {
    const authorization = `Bearer ${accessToken}`;
    const client = createGiteaClient((request) => forge({ ...request, headers: { ...request.headers, authorization } }));
    const query = { page: 1, limit: LIMIT };
    try {
      const [organizations, teams] = [await client.call(orgListCurrentUserOrgs, { query }), await client.call(userListTeams, { query })];
      return organizations.flatMap(({ username }) => [
        username,
        ...teams.filter(({ organization }) => organization?.username === username).map(({ name }) => `${username}:${name.toLowerCase()}`),
      ]);
    } catch (error) {
      if (!(error instanceof WireError) || error.status !== 403) log.warn({ err: error }, 'the forge did not say whose member somebody is');
      return [];
    }
  };
}
