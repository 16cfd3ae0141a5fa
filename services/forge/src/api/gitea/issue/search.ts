import { issueSearchIssues } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../context.ts';
import { isAtLeast } from '../../../organizations/organization-policy.ts';
import { presentIssue } from '../../../present/issue.ts';
import type { Team } from '../../../teams/team.ts';
import { implement } from '../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../paging.ts';
import { requirePerson } from '../user/person-of-request.ts';

const KINDS = ['issues', 'pulls'] as const;

/** Over all repositories that the caller may see. */
export const searchAllIssues = implement(issueSearchIssues, {
  grant: 'forge:issue:read',
  anonymous: true,
  async handle({ caller, query, raw, reply }, context) {
    const { state, q, since, before, limit } = query;
    const me = (asked: boolean) => (asked && caller.kind !== 'anonymous' ? caller.uid : undefined);
    const own = me(query.created);
    const authors = own === undefined ? await authorsOf(context, query.created_by) : [own];
    const { items, total } = await context.issues.reader.search({
      caller,
      kind: KINDS.find((one) => one === query.type),
      state,
      labels: query.labels.split(',').filter(Boolean),
      q,
      since,
      before,
      authors,
      assignee: me(query.assigned),
      requested: me(query.review_requested),
      reviewer: me(query.reviewed),
      ...(await placeOf(context, caller, query)),
      offset: offsetOf(query),
      limit,
    });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: context.links.publicUrl });
    return items.map(({ issue, repository }) => presentIssue(context.links, repository, issue));
  },
});

async function authorsOf(context: ForgeContext, logins: string): Promise<number[] | undefined> {
  const named = logins.split(',').filter(Boolean);
  if (named.length === 0) return undefined;
  return (await Promise.all(named.map((login) => requirePerson(context, login)))).map(({ uid }) => uid);
}

/** Whose repositories, as far as the caller may know of them. @throws MosaicError `invalid_input`. */
async function placeOf(
  { owners, organizations, teams, people }: ForgeContext,
  caller: Caller,
  { owner, team }: { owner: string; team: string },
): Promise<{ ownerId?: number; team?: Team }> {
  if (owner === '') {
    if (team !== '') throw new MosaicError('invalid_input', 'A team is named together with the organization that owns it: `owner`.');
    return {};
  }
  const access = await organizations.reader.byName(caller, owner);
  const named = access === null ? await owners.reader.byName(owner) : null;
  const isPerson = named?.kind === 'user' || (named === null && access === null && (await people.find(owner)) !== null);
  if (access === null && !isPerson) throw new MosaicError('invalid_input', `There is no owner "${owner}", or you may not see it.`);
  // Who never owned anything has no row, and no repository.
  const ownerId = access?.organization.id ?? named?.id ?? 0;
  if (team === '') return { ownerId };
  const found = access !== null && isAtLeast(access.place, 'member') ? await teams.reader.byName(ownerId, team) : null;
  if (found === null) throw new MosaicError('invalid_input', `${owner} has no team "${team}", or you may not see it.`);
  return { ownerId, team: found };
}
