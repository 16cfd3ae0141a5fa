import { expect, test } from 'vitest';

import {
  acceptRepoTransfer,
  orgGet,
  rejectRepoTransfer,
  repoCreateBranchProtection,
  repoCreateTagProtection,
  repoDelete,
  repoEdit,
  repoTransfer,
  userListRepos,
  repoDeleteBranchProtection,
  repoEditBranchProtection,
  repoGet,
  repoGetCombinedStatusByRef,
  repoListBranches,
  repoListBranchProtection,
  repoListCollaborators,
  repoListTagProtection,
  repoListTags,
  repoListTeams,
  type BranchProtection,
} from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import type { FakeDoors } from './src/fake-doors.ts';
import { commit, repository } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';
import { openPage, screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';

type Rule = z.input<typeof BranchProtection>;

const AT = '2026-01-01T00:00:00Z';
const rule = (rule_name: string, priority: number, over: Partial<Rule> = {}): Rule => ({
  rule_name,
  priority,
  created_at: AT,
  updated_at: AT,
  ...over,
});
const MAIN = rule('main', 1, { required_approvals: 2, enable_status_check: true, status_check_contexts: ['ci/push'] });
const RELEASES = rule('release/**', 2, {
  enable_push: true,
  enable_push_whitelist: true,
  push_whitelist_usernames: ['grace'],
  push_whitelist_teams: ['keepers'],
});
const BRANCHES = [
  ['main', 'main'],
  ['release/1', 'release/**'],
  ['release/1/fix', 'release/**'],
  ['topic', ''],
] as const;

function answerRules(doors: FakeDoors, rules: readonly Rule[] = [MAIN, RELEASES]): void {
  const { sha, commit: text } = commit(1);
  const last = { id: sha, message: text.message, timestamp: AT, author: { name: 'Ada', email: 'ada@example.org' } };
  doors.answers('forge', repoGet, repository(1));
  doors.answers('forge', repoListBranchProtection, () => [...rules]);
  doors.answers('forge', repoListTagProtection, [
    { id: 7, name_pattern: 'v*', whitelist_usernames: ['grace'], whitelist_teams: [], created_at: AT, updated_at: AT },
  ]);
  doors.answers(
    'forge',
    repoListBranches,
    BRANCHES.map(([name, effective]) => ({
      name,
      commit: last,
      protected: effective !== '',
      effective_branch_protection_name: effective,
    })),
    BRANCHES.length,
  );
  doors.answers('forge', repoListTags, [], 0);
  doors.answers('forge', repoListCollaborators, [{ id: 2, login: 'grace' }]);
  doors.answers('forge', orgGet, { id: 5, name: 'ada' });
  doors.answers('forge', repoListTeams, [{ id: 2, name: 'keepers', permission: 'write' }]);
  const status = { id: 1, context: 'ci/push', status: 'success', created_at: AT, updated_at: AT } as const;
  doors.answers('forge', repoGetCombinedStatusByRef, { sha, state: 'success', statuses: [status], total_count: 1 } as never);
}

describePages('rules', (bench) => {
  test('rules say for which branches they count, who may push and what a merge waits for', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    await openPage(page, '/ada/shop-1', 'shop-1');
    await page.getByRole('tab', { name: 'Settings' }).click();
    const table = page.getByRole('table', { name: 'Rules for branches' });
    await table.getByText('2 approvals · checks ci/push').waitFor();
    await table.getByText('pushed by grace, team keepers').waitFor();
    await table.getByText('release/1, release/1/fix').waitFor();
    await page.getByRole('table', { name: 'Rules for tags' }).getByText('grace').waitFor();
    await table.getByRole('link', { name: 'release/**' }).click();
    await page.getByRole('heading', { name: 'Rule for release/**' }).waitFor();
    expect(new URL(page.url()).search).toBe('?rule_name=release%2F**');
  });

  test('who may only write is shown no settings', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    doors.answers('forge', repoGet, { ...repository(1), permissions: { admin: false, push: true, pull: true } });
    await openPage(page, '/ada/shop-1/branches', 'shop-1');
    await page.getByRole('tab', { name: 'Issues' }).waitFor();
    expect(await page.getByRole('tab', { name: 'Settings' }).count()).toBe(0);
  });

  test('a rule is added by what is chosen, and tells which branches its pattern fits', async () => {
    const { doors, page } = bench;
    answerRules(doors, []);
    let asked: unknown = null;
    doors.answers('forge', repoCreateBranchProtection, ({ body }) => {
      asked = body;
      return MAIN;
    });
    await openPage(page, '/ada/shop-1/settings', 'shop-1');
    await page.getByText('No branch is protected').waitFor();
    await page.getByRole('button', { name: 'Add rule for branches' }).click();
    await page.getByRole('button', { name: 'Add rule', exact: true }).click();
    await page.getByText('Fill this in').waitFor();
    const name = page.getByRole('textbox', { name: 'Name or pattern' });
    await name.fill('release/*');
    await page.getByText('Fits now: release/1', { exact: true }).waitFor();
    await name.fill('release/**');
    await page.getByText('Fits now: release/1, release/1/fix').waitFor();
    await name.fill('release/[');
    await page.getByText('This is no pattern yet.').waitFor();
    await name.fill('none-*');
    await page.getByText('No branches fit now; later ones may.').waitFor();
    await name.fill('main');
    await page.getByRole('combobox', { name: 'Who may push' }).click();
    await page.getByRole('option', { name: 'Those named' }).click();
    await page.getByRole('combobox', { name: 'Teams' }).click();
    await page.getByRole('option', { name: 'keepers' }).click();
    await page.getByRole('checkbox', { name: 'Wait for checks' }).check();
    await page.getByRole('combobox', { name: 'Checks that must succeed' }).click();
    await page.getByRole('option', { name: 'ci/push' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Files that nobody changes' }).fill('.ci/**\n\nkeys/*');
    await page.getByRole('textbox', { name: 'Approvals that a merge waits for' }).fill('2');
    await page.getByRole('button', { name: 'Add rule', exact: true }).click();
    await page.getByRole('heading', { name: 'Rules for branches' }).waitFor();
    expect(asked).toMatchObject({
      rule_name: 'main',
      enable_push: true,
      enable_push_whitelist: true,
      push_whitelist_teams: ['keepers'],
      enable_force_push: false,
      enable_merge_whitelist: false,
      enable_status_check: true,
      status_check_contexts: ['ci/push'],
      protected_file_patterns: '.ci/**;keys/*',
      required_approvals: 2,
    });
  });

  test('a rule is changed and deleted; what it does not show stays, and a refusal stays at the form', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    let asked: unknown = null;
    doors.refuses('forge', repoEditBranchProtection, 422, 'There is no user "nemo".');
    await openPage(page, '/ada/shop-1/settings/branches/edit?rule_name=release%2F**', 'shop-1');
    await page.getByText('Fits now: release/1, release/1/fix').waitFor();
    await page.getByRole('checkbox', { name: 'A new push ends approvals' }).check();
    await page.getByRole('button', { name: 'Save rule' }).click();
    await page.getByRole('alert').filter({ hasText: 'The rule was not changed' }).getByText('There is no user "nemo".').waitFor();
    doors.answers('forge', repoEditBranchProtection, ({ body, path }) => {
      asked = { body, path };
      return RELEASES;
    });
    await page.getByRole('button', { name: 'Save rule' }).click();
    await page.getByRole('heading', { name: 'Rules for tags' }).waitFor();
    expect(asked).toMatchObject({
      path: expect.stringContaining('/branch_protections/release%2F**') as string,
      body: { dismiss_stale_approvals: true, push_whitelist_usernames: ['grace'], push_whitelist_teams: ['keepers'] },
    });
    let deleted = '';
    doors.answers('forge', repoDeleteBranchProtection, ({ path }) => {
      deleted = path;
    });
    await page.getByRole('table', { name: 'Rules for branches' }).getByRole('link', { name: 'main' }).click();
    await page.getByRole('button', { name: 'Delete rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('the next rule that fits them').waitFor();
    await dialog.getByRole('button', { name: 'Delete rule' }).click();
    await page.getByRole('heading', { name: 'Rules for tags' }).waitFor();
    expect(deleted).toContain('/branch_protections/main');
  });

  test('rules change their places by writing the priority of each that moves', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    const asked: unknown[] = [];
    doors.answers('forge', repoEditBranchProtection, ({ body, path }) => {
      asked.push([decodeURIComponent(path.split('/').at(-1) ?? ''), body]);
      return MAIN;
    });
    await openPage(page, '/ada/shop-1/settings', 'shop-1');
    await page.getByRole('button', { name: 'Move release/** up' }).click();
    await expect
      .poll(() => asked)
      .toEqual([
        ['release/**', { priority: 1 }],
        ['main', { priority: 2 }],
      ]);
    expect(await page.getByRole('button', { name: 'Move main up' }).isDisabled()).toBe(true);
  });

  test('a rule for tags names who may make them', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    let asked: unknown = null;
    doors.answers('forge', repoCreateTagProtection, ({ body }) => {
      asked = body;
      return { id: 8, name_pattern: 'w*', whitelist_usernames: [], whitelist_teams: ['keepers'], created_at: AT, updated_at: AT };
    });
    await openPage(page, '/ada/shop-1/settings', 'shop-1');
    await page.getByRole('button', { name: 'Add rule for tags' }).click();
    await page.getByRole('textbox', { name: 'Name or pattern' }).fill('w*');
    await page.getByText('No tags fit now; later ones may.').waitFor();
    await page.getByRole('combobox', { name: 'People' }).fill('linus');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'Teams' }).click();
    await page.getByRole('option', { name: 'keepers' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add rule', exact: true }).click();
    await page.getByRole('heading', { name: 'Rules for tags' }).waitFor();
    expect(asked).toEqual({ name_pattern: 'w*', whitelist_usernames: ['linus'], whitelist_teams: ['keepers'] });
  });

  test('a repository is renamed, and its former address leads to the new one, page by page', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    let asked: unknown = null;
    const renamed = { ...repository(1), name: 'leaves', full_name: 'ada/leaves' };
    doors.answers('forge', repoEdit, ({ body }) => {
      asked = body;
      doors.answers('forge', repoGet, renamed);
      return renamed;
    });
    await openPage(page, '/ada/shop-1/settings', 'shop-1');
    await page.getByRole('textbox', { name: 'Name' }).fill('leaves');
    await page.getByRole('button', { name: 'Rename repository' }).click();
    await page.getByRole('heading', { level: 1, name: 'leaves' }).waitFor();
    expect([asked, new URL(page.url()).pathname]).toEqual([{ name: 'leaves' }, '/ada/leaves/settings']);
    await openPage(page, '/ada/shop-1/settings/branches/edit?rule_name=main', 'leaves');
    await expect
      .poll(() => new URL(page.url()).pathname + new URL(page.url()).search)
      .toBe('/ada/leaves/settings/branches/edit?rule_name=main');
  });

  test('a repository is given away when that is meant, and an offer is taken back', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    const offered = { ...repository(1), repo_transfer: { doer: { login: 'ada' }, recipient: { login: 'grace' } } };
    let asked: unknown = null;
    doors.answers('forge', repoTransfer, ({ body }) => {
      asked = body;
      doors.answers('forge', repoGet, offered);
      return offered;
    });
    doors.answers('forge', rejectRepoTransfer, () => {
      doors.answers('forge', repoGet, repository(1));
      return repository(1);
    });
    await openPage(page, '/ada/shop-1/settings', 'shop-1');
    const act = page.getByRole('button', { name: 'Give repository away' });
    await page.getByRole('textbox', { name: 'New owner' }).fill('grace');
    expect(await act.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'I may have no access' }).check();
    await act.click();
    await page.getByText('It is offered to grace, who has not answered yet.').waitFor();
    expect(asked).toEqual({ new_owner: 'grace' });
    await page.getByRole('button', { name: 'Take the offer back' }).click();
    await act.waitFor();
  });

  test('whom a repository is offered to takes it from its page', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    const hers = { ...repository(1), owner: { id: 9, login: 'grace' }, full_name: 'grace/shop-1' };
    doors.answers('forge', repoGet, { ...hers, repo_transfer: { doer: { login: 'grace' }, recipient: { login: 'ada' } } });
    doors.answers('forge', acceptRepoTransfer, () => {
      doors.answers('forge', repoGet, repository(1));
      return repository(1);
    });
    await openPage(page, '/grace/shop-1/branches', 'shop-1');
    await page.getByText('grace offers you this repository.').waitFor();
    expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
    await screenshot(page, 'offer-1440');
    await page.getByRole('button', { name: 'Take repository' }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/ada/shop-1');
  });

  test('a repository is deleted by its name alone, hidden and archived after a question', async () => {
    const { doors, page } = bench;
    answerRules(doors);
    const asked: unknown[] = [];
    doors.answers('forge', repoEdit, ({ body }) => {
      asked.push(body);
      return repository(1);
    });
    doors.answers('forge', repoDelete, ({ path }) => {
      asked.push(path);
    });
    doors.answers('forge', userListRepos, [], 0);
    doors.refuses('forge', orgGet, 404, 'There is none.');
    await openPage(page, '/ada/shop-1/settings', 'shop-1');
    for (const act of ['Make private', 'Archive repository']) {
      await page.getByRole('button', { name: act }).click();
      await page.getByRole('dialog').getByRole('button', { name: act }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: 'Delete repository' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete repository' }).click();
    await dialog.getByText('Write ada/shop-1 to delete it.').waitFor();
    await dialog.getByRole('textbox').fill('ada/shop-1');
    await dialog.getByRole('button', { name: 'Delete repository' }).click();
    await page.getByRole('heading', { level: 1, name: 'ada' }).waitFor();
    expect(asked).toEqual([{ private: true }, { archived: true }, expect.stringMatching(/\/repos\/ada\/shop-1$/)]);
  });

  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('at %i px, %s, the pages have nothing serious for axe and do not scroll sideways', async (width, scheme) => {
    const { doors, page } = bench;
    answerRules(doors);
    await page.setViewportSize({ width, height: 1000 });
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, address] of [
      ['settings', '/ada/shop-1/settings'],
      ['branch-rule', '/ada/shop-1/settings/branches/edit?rule_name=release%2F**'],
      ['new-branch-rule', '/ada/shop-1/settings/branches/edit'],
      ['tag-rule', '/ada/shop-1/settings/tags/edit?id=7'],
    ] as const) {
      await openPage(page, address, 'shop-1');
      await screenshot(page, `rules-${name}-${width}-${scheme}`);
      expect([name, await seriousFaults(page), await sidewaysPixels(page)]).toEqual([name, [], 0]);
    }
  });
});
