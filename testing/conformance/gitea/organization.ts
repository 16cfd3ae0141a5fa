import { createOrgRepo, orgAddTeamMember, orgCreate, orgCreateTeam, orgListTeams, type orgGetTeam } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import type { GiteaTarget } from './target.ts';

type Profile = Partial<z.input<typeof orgCreate.body>>;
type NewTeam = Partial<z.input<typeof orgCreateTeam.body>>;
export type Team = z.output<typeof orgGetTeam.answer>;

/** A new organization of ada's. */
export async function found(target: GiteaTarget, profile: Profile = {}): Promise<string> {
  return (await target.ada.call(orgCreate, { body: { username: target.word(), ...profile } })).name;
}

/** The team of its owners. */
export async function owners({ ada }: GiteaTarget, org: string): Promise<Team> {
  const team = (await ada.call(orgListTeams, { org })).find(({ permission }) => permission === 'owner');
  if (team === undefined) throw new Error(`${org} has no owners.`);
  return team;
}

/** A new team of these people; it reads everything where nothing else is said. */
export async function teamOf(target: GiteaTarget, org: string, people: readonly string[], wish: NewTeam = {}): Promise<Team> {
  const body: NewTeam & { name: string } = {
    name: target.word(),
    permission: 'read',
    units: ['repo.code', 'repo.issues', 'repo.pulls'],
    ...wish,
  };
  const team = await target.ada.call(orgCreateTeam, { org, body });
  for (const username of people) await target.ada.call(orgAddTeamMember, { id: team.id, username });
  return team;
}

/** A new repository of the organization's, hidden where nothing else is said. */
export async function repositoryOf(target: GiteaTarget, org: string, members: object = {}) {
  const body = { name: target.word(), private: true, auto_init: true, ...members };
  return { owner: org, repo: (await target.ada.call(createOrgRepo, { org, body })).name };
}
