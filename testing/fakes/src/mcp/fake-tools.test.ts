import { expect, test } from 'vitest';

import { callTool, tonyProjectCreate, tonyProjectList, type Project } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';

import { FakeTools } from './fake-tools.ts';

const project: Project = { name: 'hello', repository: 'ada/hello', private: false, owner: 'ada', createdAt: 0, environments: [] };

test('a member of an input that the answer does not heed is refused, and told when the fake ends', async () => {
  const fake = await FakeTools.start({ tony_project_list: ({ limit }) => ({ projects: [project].slice(0, limit), next: null }) });
  await using send = createSend({ baseUrl: fake.url });
  expect(await callTool(send, tonyProjectList, { limit: 1 })).toEqual({ projects: [project], next: null });
  await expect(callTool(send, tonyProjectList, { limit: 1, cursor: 'x' })).rejects.toMatchObject({ code: 'unsupported' });
  await expect(fake[Symbol.asyncDispose]()).rejects.toThrow(/tony_project_list: .*given cursor, which the fake does not heed/);
});

test('the id of a write is heeded by the fake itself: the same one gets the same answer', async () => {
  let made = 0;
  await using fake = await FakeTools.start({
    tony_project_create: ({ project: name, repository }) => ({ project: { ...project, name, repository, createdAt: (made += 1) } }),
  });
  await using send = createSend({ baseUrl: fake.url });
  const create = (requestId: string) => callTool(send, tonyProjectCreate, { requestId, project: 'hello', repository: 'ada/hello' });
  const [first, again, other] = [await create('one'), await create('one'), await create('two')];
  expect([again, other.project.createdAt]).toEqual([first, 2]);
});
