import { expect, test } from 'vitest';

import {
  issueCreateComment,
  issueCreateIssue,
  issueEditIssue,
  issueGetComments,
  issueGetIssue,
  repoGet,
  userCreateOAuth2Application,
  userGetOAuth2Applications,
  type OAuth2Application,
} from '@mosaic/contracts/gitea';
import {
  createLink,
  createPrincipal,
  createToken,
  endOauthGrant,
  getSession,
  listOauthGrants,
  listPrincipals,
  listTokens,
  updatePrincipal,
  type Principal,
} from '@mosaic/contracts/mosaic';

import { comment, issue, repository, session, token } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';
import { seriousFaults, sidewaysPixels } from './src/page-checks.ts';

describePages('forms', (bench) => {
  test('what does not fit the contract is said at its field, and nothing is sent', async () => {
    const { doors, page } = bench;
    await page.goto('/-/system/tokens');
    const name = page.getByRole('textbox', { name: 'Name' });
    await page.getByLabel('git and the repository API').uncheck();
    await page.getByRole('button', { name: 'Make token', exact: true }).click();
    await page.getByText('Fill this in').waitFor();
    await page.getByText('Choose at least one').waitFor();
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    await name.and(page.locator(':focus')).waitFor();
    expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
    expect([...doors.unspoken]).toEqual([]);
    await name.fill('laptop');
    await page.getByText('Fill this in').waitFor({ state: 'detached' });
  });

  test('a token that is made is shown once and stands in the list', async () => {
    const { doors, page } = bench;
    const tokens = [token(1)];
    doors.answers('front', listTokens, () => tokens);
    doors.answers('front', createToken, ({ body }) => {
      const made = { ...token(2), name: (body as { name: string }).name };
      tokens.unshift(made);
      return { ...made, token: 'secret-words' };
    });
    await page.goto('/-/system/tokens');
    await page.getByRole('textbox', { name: 'Name' }).fill('build machine');
    await page.getByRole('button', { name: 'Make token', exact: true }).click();
    await page.getByText('secret-words').waitFor();
    await page.getByRole('table', { name: 'Tokens' }).getByText('build machine').waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('');
  });

  test('an application that is registered shows its secret once, and what was let in is ended', async () => {
    const { doors, page } = bench;
    const applications: OAuth2Application[] = [];
    const grant = {
      id: 'g-1',
      application: { clientId: 'c', name: 'Woodpecker', owner: 'root' },
      scope: '',
      allows: ['Do everything'],
      createdAt: 1,
      usedAt: 1,
    };
    const grants = [grant];
    doors.answers('front', listOauthGrants, () => grants);
    doors.answers('front', endOauthGrant, () => void grants.pop());
    doors.answers('forge', userGetOAuth2Applications, ({ query }) => (query.get('page') === '1' ? applications : []));
    doors.answers('forge', userCreateOAuth2Application, ({ body }) => {
      const stated = body as { name: string; redirect_uris: string[]; confidential_client: boolean };
      const made = { ...stated, id: 1, client_id: 'its-id', skip_secondary_authorization: false, created: '2026-01-01T00:00:00Z' };
      applications.push({ ...made, client_secret: '' });
      return { ...made, client_secret: 'secret-words' };
    });
    await page.goto('/-/system/applications');
    await page.getByText('No applications yet').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('our CI');
    await page.getByRole('textbox', { name: 'Redirect URIs' }).fill('https://ci.example.test/authorize\nhttps://ci.example.test/two');
    await page.getByRole('button', { name: 'Register application' }).click();
    await page.getByText('secret-words').waitFor();
    const own = page.getByRole('table', { name: 'Applications you registered' });
    await own.getByText('https://ci.example.test/authorize https://ci.example.test/two').waitFor();
    expect([applications[0]?.confidential_client, await seriousFaults(page), await sidewaysPixels(page)]).toEqual([true, [], 0]);
    await page.getByRole('button', { name: 'End what Woodpecker may do' }).click();
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByText('You have let no application in').waitFor();
  });

  test('a refusal of the whole stands at the form with its request id, and what was typed stays', async () => {
    const { doors, page } = bench;
    doors.refuses('front', createToken, 403, 'It would reach further than yours.');
    await page.goto('/-/system/tokens');
    await page.getByRole('textbox', { name: 'Name' }).fill('build machine');
    await page.getByRole('button', { name: 'Make token', exact: true }).click();
    const refusal = page.getByRole('alert').filter({ hasText: 'The token was not made' });
    await refusal.getByText('It would reach further than yours.').waitFor();
    await refusal.getByText('Request req-1').waitFor();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('build machine');
  });

  test('a refusal that names a field stands at the field alone', async () => {
    const { doors, page } = bench;
    doors.refuses('front', updatePrincipal, 422, {
      detail: 'The principal is not valid: currentPassword: it is another',
      faults: [{ path: 'currentPassword', message: 'it is another' }],
    });
    await page.goto('/-/system/account');
    await page.getByLabel('Current password').fill('wrong');
    await page.getByLabel('New password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('It is another', { exact: true }).waitFor();
    expect(await page.getByText('The password was not changed').count()).toBe(0);
    const refused = page.getByLabel('Current password').and(page.locator(':focus'));
    expect(await refused.getAttribute('aria-invalid')).toBe('true');
  });

  test('a password that is too short is told in the contract’s words; a changed one leaves the fields empty', async () => {
    const { doors, page } = bench;
    doors.answers('front', updatePrincipal, session().principal);
    await page.goto('/-/system/account');
    await page.getByLabel('New password').fill('short');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Use at least 12 characters', { exact: true }).waitFor();
    const invalid = () =>
      Promise.all(['Current password', 'New password'].map((name) => page.getByLabel(name).getAttribute('aria-invalid')));
    expect(await invalid()).toEqual([null, 'true']);
    await page.getByLabel('New password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The password is changed').waitFor();
    expect(await page.getByLabel('New password').inputValue()).toBe('');
    expect(await invalid()).toEqual([null, null]);
  });

  test('a saved name is the session’s', async () => {
    const { doors, page } = bench;
    let name = 'Ada';
    doors.answers('front', getSession, () => ({ ...session(), principal: { ...session().principal, name } }));
    doors.answers('front', updatePrincipal, ({ body }) => {
      ({ name } = body as { name: string });
      return session().principal;
    });
    await page.goto('/-/system/account');
    await page.getByLabel('E-mail').fill('nowhere');
    await page.getByRole('button', { name: 'Save name' }).click();
    await page.getByText('Write an e-mail address, such as ada@example.org').waitFor();
    await page.getByLabel('E-mail').fill('ada@example.org');
    await page.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace');
    const read = page.waitForResponse((answer) => answer.request().method() === 'GET' && answer.url().includes('/session'));
    await page.getByRole('button', { name: 'Save name' }).click();
    await page.getByText('Saved').waitFor();
    expect(await (await read).json()).toMatchObject({ principal: { name: 'Ada Lovelace' } });
  });

  test('an invitation gives a link for the one who was named, and the list has them', async () => {
    const { doors, page } = bench;
    const people: Principal[] = [session().principal];
    doors.answers('front', listPrincipals, () => people);
    doors.answers('front', createPrincipal, ({ body }) => {
      const made: Principal = { ...session().principal, id: 'p-2', uid: 2, login: (body as { login: string }).login };
      people.push(made);
      return made;
    });
    doors.answers('front', createLink, { url: 'http://127.0.0.1/-/l/once', expiresAt: Date.UTC(2026, 0, 3) });
    await page.goto('/-/system/people');
    await page.getByLabel('Name to sign in with').fill('grace hopper');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText(/^Use 1–40 letters, digits/).waitFor();
    await page.getByLabel('Name to sign in with').fill('grace');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText('Send this link to grace.').waitFor();
    await page.getByRole('table', { name: 'People and agents' }).getByText('grace').waitFor();
    await page.getByLabel('Name to sign in with').fill('another');
    await page.getByText('Send this link to grace.').waitFor();
  });

  test('an invitation whose link failed is tried again for the link alone', async () => {
    const { doors, page } = bench;
    doors.answers('front', createPrincipal, { ...session().principal, login: 'grace' });
    doors.refuses('front', createLink, 503, 'It is starting.');
    await page.goto('/-/system/people');
    await page.getByLabel('Name to sign in with').fill('grace');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText('It is starting.').waitFor();
    doors.refuses('front', createPrincipal, 409, 'There is a grace already.');
    let role: unknown;
    doors.answers('front', updatePrincipal, ({ body }) => {
      ({ role } = body as { role: string });
      return { ...session().principal, login: 'grace' };
    });
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'viewer' }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    await expect.poll(() => role).toBe('viewer');
    await page.getByText('It is starting.').waitFor();
    doors.refuses('front', updatePrincipal, 403, 'The role is told already.');
    doors.answers('front', createLink, { url: 'http://127.0.0.1/-/l/once', expiresAt: Date.UTC(2026, 0, 3) });
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByText('Send this link to grace.').waitFor();
  });

  test('an issue that is opened is shown; one that is refused keeps its words', async () => {
    const { doors, page } = bench;
    doors.refuses('forge', issueCreateIssue, 423, 'The repository is archived.');
    doors.answers('forge', issueGetIssue, { ...issue(7), title: 'It does not start' });
    doors.answers('forge', issueGetComments, []);
    await page.goto('/ada/shop-1/issues/new');
    await page.getByLabel('Title').fill('It does not start');
    await page.getByRole('button', { name: 'Open issue', exact: true }).click();
    await page.getByText('The repository is archived.').waitFor();
    doors.answers('forge', issueCreateIssue, { ...issue(7), title: 'It does not start' });
    await page.getByRole('button', { name: 'Open issue', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '#7 It does not start' }).waitFor();
  });

  test('a comment joins the others, and the field is empty again', async () => {
    const { doors, page } = bench;
    const comments = [comment(1)];
    doors.answers('forge', issueGetIssue, () => ({ ...issue(1), comments: comments.length }));
    doors.answers('forge', issueGetComments, () => comments);
    doors.answers('forge', issueCreateComment, ({ body }) => {
      const added = { ...comment(2), ...(body as { body: string }) };
      comments.push(added);
      return added;
    });
    await page.goto('/ada/shop-1/issues/1');
    expect(await page.getByRole('button', { name: 'Comment', exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('Comment (Markdown)').fill('It starts now');
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.getByRole('article').getByText('It starts now').waitFor();
    expect(await page.getByLabel('Comment (Markdown)').inputValue()).toBe('');
  });

  test('title and text of an issue are changed in place, by who may', async () => {
    const { doors, page } = bench;
    let now = issue(1);
    let rights = { admin: false, push: true, pull: true };
    doors.answers('forge', repoGet, () => ({ ...repository(1), permissions: rights }));
    doors.answers('forge', issueGetIssue, () => now);
    doors.answers('forge', issueGetComments, []);
    doors.answers('forge', issueEditIssue, ({ body }) => (now = { ...now, ...(body as object) }));
    await page.goto('/ada/shop-1/issues/1');
    await page.getByRole('button', { name: 'Edit title and text' }).click();
    await page.getByLabel('Title', { exact: true }).fill('');
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Title', { exact: true }).fill('It greets nobody');
    await page.getByLabel('Text (Markdown)').fill('It says **less**.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: '#1 It greets nobody' }).waitFor();
    await page.getByRole('article').locator('strong', { hasText: 'less' }).waitFor();
    rights = { admin: false, push: false, pull: true };
    now = { ...now, user: { id: 2, login: 'grace' } };
    await page.reload();
    await page.getByRole('button', { name: 'Comment', exact: true }).waitFor();
    for (const name of ['Edit title and text', 'Close issue']) expect(await page.getByRole('button', { name }).count()).toBe(0);
  });
});
