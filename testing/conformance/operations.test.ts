import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { SERVICE_NAMES, TOOLS } from '@mosaic/contracts/mosaic';
import type { Operation } from '@mosaic/platform/http';

import { TOOL_LIST } from '@mosaic/mcp/tools';
import { operationLists } from '@mosaic/testing/mutants';

type Tool = (typeof TOOL_LIST)[keyof typeof TOOL_LIST];
type Listed = Pick<Operation<never>, 'method' | 'path' | 'access'>;

const SERVICES = join(import.meta.dirname, '../../services');
const LISTS: Record<string, readonly Listed[]> = Object.fromEntries(
  await Promise.all(SERVICE_NAMES.map(async (service) => [service, Object.values(await operationLists(service)).flat()] as const)),
);

/** Says nothing about anybody: a version, a document of the protocol, a way to another page. */
const PLAIN = 'nothing to protect';
/** Shows what is public and nothing else to one without a credential: the object's own policy decides. */
const OBJECT = 'policy of the object';
/** The request brings a secret of its own. */
const SECRET = 'a secret in the request';

/** Every operation that asks for no grant at the door, and what protects it instead. */
const OPEN: Record<string, string> = {
  'accounts POST /-/accounts/session': SECRET,
  'accounts GET /-/accounts/session': OBJECT,
  'accounts DELETE /-/accounts/session': SECRET,
  'accounts GET /-/enter': SECRET,
  'accounts POST /-/enter': SECRET,
  'accounts GET /-/sites/authorize': OBJECT,
  'accounts GET /login/oauth/authorize': OBJECT,
  'accounts POST /login/oauth/authorize': PLAIN,
  'accounts POST /login/oauth/grant': OBJECT,
  'accounts POST /login/oauth/access_token': SECRET,
  'accounts GET /login/oauth/userinfo': SECRET,
  'accounts POST /login/oauth/userinfo': SECRET,
  'accounts GET /login/oauth/keys': PLAIN,
  'accounts POST /login/oauth/introspect': SECRET,
  'accounts GET /.well-known/openid-configuration': PLAIN,
  'ci POST /hook': SECRET,
  'ci GET /version': PLAIN,
  'ci GET /repos/:repo_id/pipeline/:pipeline_number': PLAIN,
  'ci GET /repos/lookup/*': OBJECT,
  'ci GET /repos/:repo_id': OBJECT,
  'ci GET /repos/:repo_id/permissions': OBJECT,
  'ci GET /repos/:repo_id/branches': OBJECT,
  'ci GET /repos/:repo_id/pipelines': OBJECT,
  'ci GET /repos/:repo_id/pipelines/latest': OBJECT,
  'ci GET /repos/:repo_id/pipelines/:pipeline_number': OBJECT,
  'ci GET /repos/:repo_id/pipelines/:pipeline_number/config': OBJECT,
  'ci GET /repos/:repo_id/logs/:pipeline_number/:step_id': OBJECT,
  'ci GET /stream/events': OBJECT,
  'ci GET /stream/logs/:repo_id/:pipeline/:step_id': OBJECT,
  'ci GET /-/repositories/:owner/:repo/pipelines/:number/artifacts': OBJECT,
  'ci GET /-/repositories/:owner/:repo/pipelines/:number/artifacts/:artifact': OBJECT,
  'forge GET /version': PLAIN,
  'forge GET /settings/api': PLAIN,
  'forge GET /orgs': OBJECT,
  'forge GET /orgs/:org': OBJECT,
  'forge GET /orgs/:org/repos': OBJECT,
  'forge GET /orgs/:org/public_members': OBJECT,
  'forge GET /orgs/:org/public_members/:username': OBJECT,
  'forge GET /:owner/:repo/archive/*': OBJECT,
  'forge GET /:owner/:repo/releases/download/*': OBJECT,
  'forge GET /attachments/:uuid': OBJECT,
  'forge GET /-/repositories/:owner/:repo/at/*': OBJECT,
  'forge GET /users/:username/repos': OBJECT,
  'forge GET /repos/search': OBJECT,
  'forge GET /repos/issues/search': OBJECT,
  'forge GET /repositories/:id': OBJECT,
  'forge GET /-/repositories/:owner/:repo/search': OBJECT,
  'forge GET /-/repositories/:owner/:repo/pulls/:index/changes': OBJECT,
  'forge GET /-/repositories/:owner/:repo/pulls/:index/changes/*': OBJECT,
  'forge GET /-/repositories/:owner/:repo/pulls/:index/reviews': OBJECT,
  'forge GET /-/repositories/:owner/:repo/pulls': OBJECT,
  'forge GET /-/repositories/:owner/:repo/pulls/:index/merge-message': OBJECT,
  'forge GET /-/repositories/:owner/:repo/pulls/:index/merge': OBJECT,
  'forge GET /-/repositories/:owner/:repo/divergence': OBJECT,
  'mcp GET /.well-known/oauth-protected-resource/mcp': PLAIN,
  'mcp GET /.well-known/oauth-protected-resource': PLAIN,
};

const nameOf = (service: string, { method, path }: Listed) => `${service} ${String(method)} ${path}`;
const all = Object.entries(LISTS).flatMap(([service, list]) => list.map((one) => [nameOf(service, one), service, one] as const));

test.each(all)('%s needs a grant, or says what protects it', (name, service, one) => {
  if (one.access !== 'anyone') {
    expect(one.access.grant).toMatch(new RegExp(`^${service}:[a-z]+:(?:read|write|admin)$`));
    expect(OPEN).not.toHaveProperty([name]);
    return;
  }
  // Below /repos/{owner}/{repo} the forge has one frame for all: the token's grant, then the caller's level in the repository.
  const framed = one as Listed & { grant?: string | null; level?: string | null };
  if (framed.level === 'read') expect([one.method, framed.grant]).toEqual(['GET', expect.stringMatching(/^forge:[a-z]+:read$/)]);
  else expect(OPEN).toHaveProperty([name]);
});

test('the table names no operation that is gone', () => {
  const known = new Set(all.map(([name]) => name));
  expect(Object.keys(OPEN).filter((name) => !known.has(name))).toEqual([]);
});

test('no operation is listed twice', () => {
  const names = all.map(([name]) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each(Object.entries(TOOLS))('the tool %s needs a grant of mcp, and is served', (name, { grant }) => {
  expect(grant).toMatch(/^mcp:[a-z]+:(?:read|write|admin)$/);
  expect(TOOL_LIST).toHaveProperty([name]);
});

test('every operation of a service is in its list', async () => {
  const folders = await readdir(SERVICES);
  const missing: string[] = [];
  for (const service of folders) {
    const folder = join(SERVICES, service, 'src/api');
    const files = await readdir(folder, { recursive: true }).catch(() => []);
    const stated = await Promise.all(
      files
        .filter((file) => /(?:^|\/)[a-z-]+\.ts$/.test(file))
        .map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
    );
    const operations = stated.flatMap(({ text }) =>
      [...text.matchAll(/^export const (\w+)(?:: \w+)? = (?:operation<\w+>\(\)|\w+Operation|implement\w*|protectedResourceAt)\(/gm)].map(
        ([, name]) => name,
      ),
    );
    // One list for each folder of a contract's tag, or one for all.
    const routes = stated.filter(({ file }) => file.endsWith('routes.ts')).map(({ text }) => text);
    missing.push(
      ...operations
        .filter((name) => !routes.some((text) => new RegExp(`^import .*\\b${name}\\b`, 'm').test(text)))
        .map((name) => `${service} ${name}`),
    );
    expect(operations, `operations of ${service}`).toHaveLength(LISTS[service]?.length ?? 0);
  }
  expect(missing).toEqual([]);
});

test('a tool stands in the folder of its noun, in a file of its own', async () => {
  const contracts = join(import.meta.dirname, '../../contracts/mosaic/src/tools');
  const nouns = (await readdir(contracts))
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((noun) => !['define-tool', 'members'].includes(noun));
  const folder = join(SERVICES, 'mcp/src/tools');
  expect((await readdir(folder)).toSorted()).toEqual([...nouns, 'list.ts'].toSorted());
  for (const noun of nouns) {
    const stated = Object.values((await import(join(contracts, `${noun}.ts`))) as Record<string, { name?: string }>);
    const files = await readdir(join(folder, noun));
    const tools = await Promise.all(
      files.map(async (file) => Object.values((await import(join(folder, noun, file))) as Record<string, Tool>)),
    );
    expect(
      tools.map((found) => found.length),
      noun,
    ).toEqual(files.map(() => 1));
    const names = stated.flatMap(({ name }) => (name !== undefined && Object.hasOwn(TOOLS, name) ? [name] : []));
    expect(
      tools
        .flat()
        .map(({ contract }) => contract.name)
        .toSorted(),
      noun,
    ).toEqual(names.toSorted());
  }
});

test.each([
  ['forge', 'gitea'],
  ['ci', 'woodpecker'],
])("an operation of %s's dialect stands in the folder of its tag", async (service, dialect) => {
  const folder = join(SERVICES, service, 'src/api', dialect);
  const folders = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const tags = await Promise.all(
    folders.map(async (name) => {
      const exported = (await import(join(folder, name, 'routes.ts'))) as Record<string, readonly Operation<never>[]>;
      const listed = Object.values(exported).flat();
      return [name, [...new Set(listed.map(({ contract }) => contract?.tag.toLowerCase().replaceAll(' ', '-')))]];
    }),
  );
  expect(tags).toEqual(folders.map((name) => [name, [name]]));
});
