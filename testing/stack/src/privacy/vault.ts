import { randomBytes } from 'node:crypto';

import { postRepoSecrets } from '@mosaic/contracts/woodpecker';
import { repoListHooks } from '@mosaic/contracts/gitea';
import { callTool, deploymentList, journeyGet, listTokens, taskCreate, tonyMessageSend } from '@mosaic/contracts/mosaic';

import { pipelineOf } from '../pipelines.ts';
import type { TestPerson, TestStack } from '../test-stack.ts';
import { until } from '../until.ts';
import { openWorkingCopy, type WorkingCopy } from '../working-copy.ts';
import type { Names } from './places.ts';

/** A private repository with everything that can hang on one, and a word that stands in all of it. */
export interface Vault extends AsyncDisposable {
  owner: TestPerson;
  names: Names;
  /** Stands in files, commits, logs, artifacts, issues, tasks, messages and names of secrets, and nowhere else. */
  mark: string;
  site: string;
  copy: WorkingCopy;
  /** Files that wait in a step until the address `gate` answers 200; nothing of the machine's files is to be seen there. */
  slowFiles(gate: string): Record<string, string>;
}

const FIRST = 'test.sh';

/** Pushes it, and waits until its site is live and the person was told. */
export async function openVault(stack: TestStack, owner: TestPerson): Promise<Vault> {
  const mark = `sesame${randomBytes(6).toString('hex')}`;
  const name = `vault-${randomBytes(3).toString('hex')}`;
  const project = `p-${randomBytes(3).toString('hex')}`;
  const repository = `${owner.login}/${name}`;
  const copy = await openWorkingCopy(stack, owner, repository);
  const sha = await copy.commit(vaultFiles({ mark, project }), { message: `Keep ${mark}` });
  await copy.push();
  const pipeline = await pipelineOf(owner, repository, sha);
  const repo = await owner.forge.getRepository(owner.login, name);
  const journey = await until('the notification of the private project', async () => {
    const found = (await callTool(owner.mcp, journeyGet, { id: sha })).journey;
    return found.hops.some(({ kind }) => kind === 'notification') ? found : null;
  });
  const { deployments } = await callTool(owner.mcp, deploymentList, { repository });
  await owner.forge.createIssue(owner.login, name, { title: `Issue ${mark}`, body: mark });
  await owner.ci.call(postRepoSecrets, { repo_id: pipeline.repoId, body: { name: `key_${mark}`, value: `value-${mark}` } });
  const { task } = await callTool(owner.mcp, taskCreate, {
    requestId: mark,
    project,
    repository,
    title: `Task ${mark}`,
    role: 'writer',
  });
  await callTool(owner.mcp, tonyMessageSend, { requestId: `m-${mark}`, project, text: mark });
  const hooks = await owner.forge.callPage(repoListHooks, { owner: owner.login, repo: name });
  const [token] = await stack.accounts().call(listTokens, { query: { login: owner.login } });
  return {
    owner,
    mark,
    copy,
    site: `${project}.localhost:${stack.ports.edge}`,
    names: {
      owner: owner.login,
      name,
      project,
      repositoryId: repo?.id ?? 0,
      ciId: pipeline.repoId,
      pipeline: pipeline.number,
      stepId: pipeline.workflows[0]?.children.at(-1)?.id ?? 0,
      hookId: hooks.items[0]?.id ?? 0,
      deploymentId: deployments[0]?.id ?? 0,
      sha,
      traceId: journey.traceId,
      taskKey: task.key,
      secret: `key_${mark}`,
      tokenId: token?.id ?? '',
    },
    slowFiles: (gate) => ({ [FIRST]: `echo "waiting with ${mark}"; until curl -fs -o /dev/null ${gate}; do sleep 0.1; done\n` }),
    [Symbol.asyncDispose]: () => copy[Symbol.asyncDispose](),
  };
}

function vaultFiles({ mark, project }: { mark: string; project: string }): Record<string, string> {
  return {
    'index.html': `<!doctype html><title>${mark}</title>\n`,
    [FIRST]: `echo "testing ${mark}"\n`,
    '.woodpecker.yaml': `labels: { backend: local }
steps:
  - name: test
    image: sh
    commands:
      - sh ${FIRST}
  - name: build
    image: sh
    commands:
      - mkdir dist && cp index.html dist/
      - mosaic artifact upload dist --name site
`,
    '.mosaic.yaml': `project: ${project}
deploy:
  - name: production
    when: { branch: main, event: push }
    target: site
    artifact: site
agents:
  - { on: pipeline.succeeded, role: reviewer }
`,
  };
}

/** Names of the same form for what never existed. */
export function absentNames(owner: string): Names {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    owner,
    name: `never-${hex(3)}`,
    project: `n-${hex(3)}`,
    repositoryId: 900_001,
    ciId: 900_002,
    pipeline: 1,
    stepId: 900_003,
    hookId: 900_004,
    deploymentId: 900_005,
    sha: hex(20),
    traceId: hex(16),
    taskKey: `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-8${hex(2).slice(1)}-${hex(6)}`,
    secret: `key_${hex(9)}`,
    tokenId: `${hex(4)}-${hex(2)}-4${hex(2).slice(1)}-8${hex(2).slice(1)}-${hex(6)}`,
  };
}
