import { expect } from 'vitest';

import {
  createOauthApplication,
  deleteOauthApplication,
  listOauthApplications,
  replaceOauthApplication,
  type NewOauthApplication,
} from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';

const PLAIN: NewOauthApplication = {
  name: 'plain',
  redirectUris: ['https://ci.example.test/authorize'],
  confidential: true,
  trusted: false,
};
const OTHER: NewOauthApplication = {
  name: 'other',
  redirectUris: ['https://one.example.test/', 'https://two.example.test/back'],
  confidential: false,
  trusted: true,
};
const SECRET = /^gto_[0-9a-f]{40}$/;

requirement('accounts.applications.create.201', async ({ root, ada }) => {
  for (const [login, by, stated, whose] of [
    ['ada', ada, PLAIN, {}],
    ['ada', root, OTHER, { login: 'ada' }],
    ['root', root, OTHER, { login: 'root' }],
  ] as const) {
    const { clientSecret, ...made } = await by.call(createOauthApplication, { body: { ...stated, ...whose } });
    expect(clientSecret).toMatch(SECRET);
    expect(made).toMatchObject({ ...stated, owner: login });
    for (const query of login === 'ada' ? [{}, { login: 'ada' }] : [{ login }]) {
      const listed = await (login === 'ada' ? ada : root).call(listOauthApplications, { query });
      expect(listed.find(({ id }) => id === made.id)).toEqual(made);
    }
  }
});

requirement('accounts.applications.create.422', async ({ ada }) => {
  for (const uri of ['/authorize', 'https://ci.example.test/#here', 'javascript:alert(1)'])
    expect(await ada.refusal(createOauthApplication, { body: { ...PLAIN, redirectUris: [uri] } })).toBe(422);
});

requirement('accounts.applications.replace.200', async ({ root, ada }) => {
  for (const [by, login] of [
    [ada, undefined],
    [root, 'ada'],
    [root, 'root'],
  ] as const) {
    const whose = login === undefined ? {} : { login };
    const before = await by.call(createOauthApplication, { body: { ...PLAIN, ...whose } });
    for (const body of [OTHER, PLAIN]) {
      const after = await by.call(replaceOauthApplication, { id: before.id, body: { ...body, ...whose } });
      expect(after).toMatchObject({
        ...body,
        id: before.id,
        clientId: before.clientId,
        clientSecret: expect.stringMatching(SECRET) as string,
      });
      expect(after.clientSecret).not.toBe(before.clientSecret);
    }
  }
});

requirement('accounts.applications.delete.204', async ({ root, ada }) => {
  for (const [by, login] of [
    [ada, 'ada'],
    [root, 'root'],
  ] as const) {
    const { id } = await by.call(createOauthApplication, { body: PLAIN });
    await by.call(deleteOauthApplication, { id, query: { login } });
    expect((await by.call(listOauthApplications, {})).map((one) => one.id)).not.toContain(id);
    expect(await by.refusal(deleteOauthApplication, { id })).toBe(404);
  }
});

requirement('accounts.applications.others.404', async ({ root, ada }) => {
  const { id } = await root.call(createOauthApplication, { body: PLAIN });
  expect([await ada.refusal(replaceOauthApplication, { id, body: PLAIN }), await ada.refusal(deleteOauthApplication, { id })]).toEqual([
    404, 404,
  ]);
});

requirement('accounts.applications.others.403', async ({ ada, anyone }) => {
  const { id } = await ada.call(createOauthApplication, { body: PLAIN });
  for (const [by, status] of [
    [ada, 403],
    [anyone, 401],
  ] as const)
    expect([
      await by.refusal(listOauthApplications, { query: { login: 'root' } }),
      await by.refusal(createOauthApplication, { body: { ...PLAIN, login: 'root' } }),
      await by.refusal(replaceOauthApplication, { id, body: { ...PLAIN, login: 'root' } }),
      await by.refusal(deleteOauthApplication, { id, query: { login: 'root' } }),
    ]).toEqual([status, status, status, status]);
});
