import { expect, test } from 'vitest';

import { orgCreate, repoEdit, repoTransfer } from '@mosaic/contracts/gitea';
import { getReposLookup } from '@mosaic/contracts/woodpecker';

import { openWorkingCopy, pipelineOf, TestStack } from './src/index.ts';

const CONFIG = `when: { event: push }
labels: { backend: local }
steps:
  - name: tell
    image: sh
    commands: ['echo told']
`;

test(
  'pipelines and project go along with what is renamed and given away, before the next push and after it',
  { timeout: 120_000 },
  async () => {
    await using stack = await TestStack.create();
    const ada = await stack.person('ada');
    await using copy = await openWorkingCopy(stack, ada, 'ada/pages');
    const first = await copy.commit({ '.woodpecker.yaml': CONFIG });
    await copy.push();
    const { repoId } = await pipelineOf(ada, 'ada/pages', first, 'push');

    await ada.forge.call(repoEdit, { owner: 'ada', repo: 'pages', body: { name: 'leaves' } });
    const renamed = await ada.ci.call(getReposLookup, { repo_full_name: 'ada/leaves' });
    expect(renamed).toMatchObject({ id: repoId, full_name: 'ada/leaves' });
    // Who still says the former name is led to the same.
    expect(await ada.ci.call(getReposLookup, { repo_full_name: 'ada/pages' })).toMatchObject({ id: repoId, full_name: 'ada/leaves' });

    await ada.forge.call(orgCreate, { body: { username: 'guild' } });
    await ada.forge.call(repoTransfer, { owner: 'ada', repo: 'leaves', body: { new_owner: 'guild' } });
    // The working copy still pushes to the first address.
    const second = await copy.commit({ 'a.txt': 'a' });
    await copy.push();
    const built = await pipelineOf(ada, 'guild/leaves', second, 'push');
    expect(built).toMatchObject({ repoId, status: 'success' });
  },
);
