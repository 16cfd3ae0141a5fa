import { createOrgRepo, orgAddTeamMember, orgCreate, orgCreateTeam, orgListTeams } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import { TOKENS, type ForgeHarness } from './harness.ts';

type Profile = Partial<z.input<typeof orgCreate.body>>;
type NewTeam = Partial<z.input<typeof orgCreateTeam.body>>;

/** An organization of ada's with one repository, hidden where nothing else is said. */
export async function organizationWith(
  bench: ForgeHarness,
  org: string,
  { profile = {}, isPrivate = true }: { profile?: Profile; isPrivate?: boolean } = {},
) {
  const ada = bench.as(TOKENS.ada);
  await ada.call(orgCreate, { body: { username: org, ...profile } });
  const { id } = await ada.call(createOrgRepo, { org, body: { name: 'hall', private: isPrivate, auto_init: true } });
  return { at: { owner: org, repo: 'hall' }, id, fullName: `${org}/hall` };
}

let teams = 0;

/** A new team of these people that has all repositories; answers its id. */
export async function teamWith(
  bench: ForgeHarness,
  org: string,
  {
    people,
    units,
    ...wish
  }: { people: readonly string[]; units: NonNullable<NewTeam['units_map']> } & Omit<NewTeam, 'units' | 'units_map'>,
): Promise<number> {
  const ada = bench.as(TOKENS.ada);
  const body = { name: `team-${(teams += 1)}`, includes_all_repositories: true, units_map: units, ...wish };
  const { id } = await ada.call(orgCreateTeam, { org, body });
  for (const username of people) await ada.call(orgAddTeamMember, { id, username });
  return id;
}

/** The team of the owners. */
export async function ownersOf(bench: ForgeHarness, org: string): Promise<number> {
  const found = (await bench.as(TOKENS.ada).call(orgListTeams, { org })).find(({ permission }) => permission === 'owner');
  if (found === undefined) throw new Error(`${org} has no owners.`);
  return found.id;
}
