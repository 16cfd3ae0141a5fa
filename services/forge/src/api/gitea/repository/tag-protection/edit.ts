import { repoEditTagProtection } from '@mosaic/contracts/gitea';

import { presentTagRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { peopleOf, teamsOf } from '../branch-protection/rule-of-request.ts';

export const editTagProtection = implementInRepository(repoEditTagProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, params, body, cause }, context) {
    const { name_pattern: pattern, whitelist_usernames: logins, whitelist_teams: names } = body;
    const people = logins === undefined ? undefined : await peopleOf(context, logins);
    const teams = names === undefined ? undefined : await teamsOf(context, repository, names);
    return presentTagRule(await context.protection.writer.editTagRule(repository, params.id, { pattern, people, teams }, cause));
  },
});
