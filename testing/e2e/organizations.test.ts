import { expect, test } from 'vitest';

import {
  orgAddTeamMember,
  orgAddTeamRepository,
  orgCreate,
  orgCreateTeam,
  orgEditTeam,
  orgGet,
  orgGetTeam,
  orgGetUserPermissions,
  orgListMembers,
  orgListTeamMembers,
  orgListTeamRepos,
  orgListTeams,
  orgRemoveTeamMember,
  userListRepos,
} from '@mosaic/contracts/gitea';

import type { FakeDoors } from './src/fake-doors.ts';
import { repository } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';
import { openPage, screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';

const GUILD = { id: 5, name: 'guild', full_name: 'The Guild', description: 'Makers of things', website: 'https://example.org' };
const OWNERS = { id: 1, name: 'Owners', permission: 'owner', includes_all_repositories: true };
const DOCS = {
  id: 2,
  name: 'docs',
  permission: 'none',
  description: 'Who writes what others read',
  units_map: { 'repo.code': 'read', 'repo.issues': 'write', 'repo.wiki': 'write' },
};
const PEOPLE = [
  { id: 1, login: 'ada', full_name: 'Ada Lovelace' },
  { id: 2, login: 'grace' },
];
const ALL = { is_owner: true, is_admin: true, can_write: true, can_read: true, can_create_repository: true };

function answerGuild(doors: FakeDoors, { isOwner = true } = {}): void {
  doors.answers('forge', orgGet, GUILD);
  doors.answers('forge', orgGetUserPermissions, { ...ALL, is_owner: isOwner });
  doors.answers('forge', userListRepos, [repository(1), repository(2)], 2);
  doors.answers('forge', orgListMembers, PEOPLE, 2);
  doors.answers('forge', orgListTeams, [OWNERS, DOCS], 2);
  doors.answers('forge', orgGetTeam, DOCS);
  doors.answers('forge', orgListTeamMembers, PEOPLE, 2);
  doors.answers('forge', orgListTeamRepos, [repository(1)], 1);
}

describePages('organizations', (bench) => {
  test('an organization shows its repositories, its people and its teams, each at an address', async () => {
    const { doors, page } = bench;
    answerGuild(doors);
    await openPage(page, '/guild', 'guild');
    await page.getByText('seen by everyone').waitFor();
    await page.getByRole('table', { name: 'Repositories' }).getByText('ada/shop-2').waitFor();
    await page.getByRole('tab', { name: 'People' }).click();
    await page.getByRole('table', { name: 'People' }).getByText('Ada Lovelace').waitFor();
    expect(new URL(page.url()).search).toBe('?tab=people');
    await page.getByRole('tab', { name: 'Teams' }).click();
    const teams = page.getByRole('table', { name: 'Teams' });
    await teams.getByText('code: read, issues: write').waitFor();
    await teams.getByText('everything in the organization').waitFor();
    await teams.getByRole('link', { name: 'docs' }).click();
    await page.getByRole('heading', { level: 1, name: 'docs' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/-/organizations/guild/teams/2');
  });

  test('who owns nothing of it changes nothing of it', async () => {
    const { doors, page } = bench;
    answerGuild(doors, { isOwner: false });
    await openPage(page, '/guild?tab=teams', 'guild');
    await page.getByRole('table', { name: 'Teams' }).getByText('docs').waitFor();
    expect(await page.getByRole('button', { name: 'New team' }).count()).toBe(0);
    await openPage(page, '/-/organizations/guild/teams/2', 'docs');
    await page.getByRole('table', { name: 'Members' }).getByText('grace').waitFor();
    expect(await page.getByRole('button', { name: /Remove/ }).count()).toBe(0);
    expect(await page.getByRole('tab', { name: 'Settings' }).count()).toBe(0);
    expect(await page.getByRole('textbox').count()).toBe(0);
  });

  test('an organization is founded, and a refusal stays at the form', async () => {
    const { doors, page } = bench;
    let asked: unknown = null;
    doors.refuses('forge', orgCreate, 422, 'The name "guild" is taken; choose another one.');
    await openPage(page, '/-/organizations/new', 'Found an organization');
    await page.getByRole('button', { name: 'Found organization', exact: true }).click();
    await page.getByText('Fill this in').waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('guild');
    await page.getByRole('button', { name: 'Found organization', exact: true }).click();
    await page.getByText('is taken; choose another one').waitFor();
    answerGuild(doors);
    doors.answers('forge', orgCreate, ({ body }) => {
      asked = body;
      return GUILD;
    });
    await page.getByRole('button', { name: 'Found organization', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'guild' }).waitFor();
    expect(asked).toMatchObject({ username: 'guild', visibility: 'public' });
    expect(new URL(page.url()).pathname).toBe('/guild');
  });

  test('people and repositories come into a team and out of it', async () => {
    const { doors, page } = bench;
    answerGuild(doors);
    let people = [...PEOPLE];
    doors.answers('forge', orgListTeamMembers, () => people);
    doors.answers('forge', orgAddTeamMember, ({ path }) => {
      people = [...people, { id: 3, login: path.split('/').at(-1) ?? '' }];
      return undefined;
    });
    doors.answers('forge', orgRemoveTeamMember, ({ path }) => {
      people = people.filter(({ login }) => login !== path.split('/').at(-1));
      return undefined;
    });
    await openPage(page, '/-/organizations/guild/teams/2', 'docs');
    const members = page.getByRole('table', { name: 'Members' });
    await page.getByRole('textbox', { name: 'Name to sign in with' }).fill('eve');
    await page.getByRole('button', { name: 'Add to team' }).click();
    await members.getByText('eve').waitFor();
    await page.getByRole('button', { name: 'Remove grace' }).click();
    await page.getByRole('button', { name: 'Remove from team' }).click();
    await members.getByText('grace').waitFor({ state: 'detached' });
    doors.refuses('forge', orgAddTeamRepository, 404, 'There is no repository guild/nowhere, or you may not see it.');
    await page.getByRole('tab', { name: 'Repositories' }).click();
    await page.getByRole('textbox', { name: 'Repository of guild' }).fill('nowhere');
    await page.getByRole('button', { name: 'Give to team' }).click();
    await page.getByText('There is no repository guild/nowhere').waitFor();
  });

  test('what a team may is kept part by part, with the parts that are not shown', async () => {
    const { doors, page } = bench;
    answerGuild(doors);
    const asked: unknown[] = [];
    for (const operation of [orgEditTeam, orgCreateTeam])
      doors.answers('forge', operation, ({ body }) => {
        asked.push(body);
        return DOCS;
      });
    await openPage(page, '/-/organizations/guild/teams/2?tab=settings', 'docs');
    await page.getByRole('combobox', { name: 'Code' }).click();
    await page.getByRole('option', { name: 'Write' }).click();
    await page.getByRole('button', { name: 'Save team' }).click();
    await page.getByText('Saved').waitFor();
    await openPage(page, '/-/organizations/guild/teams/new', 'Make a team');
    await page.getByRole('textbox', { name: 'Name' }).fill('leads');
    await page.getByRole('combobox', { name: 'May', exact: true }).click();
    await page.getByRole('option', { name: 'Everything in its repositories' }).click();
    await page.getByRole('button', { name: 'Make team' }).click();
    await page.getByRole('heading', { level: 1, name: 'docs' }).waitFor();
    const units = { 'repo.code': 'write', 'repo.issues': 'write', 'repo.pulls': 'none', 'repo.wiki': 'write' };
    expect(asked).toEqual([
      expect.objectContaining({ name: 'docs', units_map: units }),
      expect.objectContaining({ name: 'leads', permission: 'admin' }),
    ]);
  });

  const looks = [1440, 390].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));
  test.each(looks)('at $width px in the $scheme nothing is serious for axe or scrolls sideways', async ({ width, scheme }) => {
    const { doors, page } = bench;
    answerGuild(doors);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, address, heading] of [
      ['organization', '/guild', 'guild'],
      ['people', '/guild?tab=people', 'guild'],
      ['teams', '/guild?tab=teams', 'guild'],
      ['found', '/-/organizations/new', 'Found an organization'],
      ['team', '/-/organizations/guild/teams/2', 'docs'],
      ['team-repositories', '/-/organizations/guild/teams/2?tab=repositories', 'docs'],
      ['team-settings', '/-/organizations/guild/teams/2?tab=settings', 'docs'],
    ] as const) {
      await openPage(page, address, heading);
      await screenshot(page, `organization-${name}-${width}-${scheme}`);
      expect([name, await seriousFaults(page), await sidewaysPixels(page)]).toEqual([name, [], 0]);
    }
  });
});
