import { repoCreateTagProtection } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentTagRule } from '../../../../present/protection.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { peopleOf, teamsOf } from '../branch-protection/rule-of-request.ts';

export const createTagProtection = implementInRepository(repoCreateTagProtection, {
  grant: 'forge:repository:admin',
  level: 'admin',
  async handle({ repository, body, cause }, context) {
    const { name_pattern: pattern, whitelist_usernames: logins, whitelist_teams: teams } = body;
    if (pattern === '') throw new MosaicError('invalid_input', 'name_pattern is missing: which tags is the rule about?');
    if (logins.length === 0 && teams.length === 0)
      throw new MosaicError('invalid_input', 'whitelist_usernames and whitelist_teams are empty: who may still make these tags?');
    const rule = { pattern, people: await peopleOf(context, logins), teams: await teamsOf(context, repository, teams) };
    return presentTagRule(await context.protection.writer.addTagRule(repository, rule, cause));
  },
});
