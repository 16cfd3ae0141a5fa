import { join } from 'node:path';

import { expect, test } from 'vitest';

import { OPERATIONS as ACCOUNTS } from '@mosaic/accounts/operations';
import { HOOK_OPERATIONS, NATIVE_OPERATIONS as CI_NATIVE, WOODPECKER_OPERATIONS } from '@mosaic/ci/operations';
import * as gitea from '@mosaic/contracts/gitea';
import * as mosaic from '@mosaic/contracts/mosaic';
import { schemasOf, type UnservedOperation } from '@mosaic/contracts/wire';
import * as woodpecker from '@mosaic/contracts/woodpecker';
import { contractsOf } from '@mosaic/platform/http';
import { GITEA_OPERATIONS, NATIVE_OPERATIONS as FORGE_NATIVE } from '@mosaic/forge/operations';

import { renderReference, type Listed, type Reference } from './api-reference.ts';
import { suite as giteaSuite } from './gitea/cases.ts';
import { typeText } from './schema-text.ts';
import { requirementsText } from './src/requirements-text.ts';
import { suite as woodpeckerSuite } from './woodpecker/cases.ts';

const FEED: Listed = { method: 'GET', path: '/-/events', access: { grant: '<service>:feed:admin' }, contract: mosaic.readEvents };
const below = (prefix: string, listed: readonly Listed[]): Listed[] => listed.map((one) => ({ ...one, prefix }));
const isOurs = ({ path }: Listed): boolean => path.startsWith('/-/');
/** Upstream's operations that are not here, by its chapters. */
function unservedText(heading: string, answer: string, unserved: readonly UnservedOperation[]): string[] {
  const chapters = Map.groupBy(unserved, ({ tag }) => tag);
  return [
    `## ${heading}`,
    answer,
    [...chapters].map(([tag, all]) => `- ${tag}: ${all.map(({ method, path }) => `\`${method} ${path}\``).join(', ')}`).join('\n'),
  ];
}
/** What CI serves outside of `/api`: ours below `/-/`, and some of Woodpecker's. */
const CI: readonly Listed[] = CI_NATIVE;

const PAGES: Record<string, Reference> = {
  'api-gitea.md': {
    heading: "Gitea's API at the forge",
    about: 'Served by the forge below `/api/v1`; as a document of Swagger 2.0 at `/swagger.v1.json`.',
    source: 'contracts/gitea/src/operations/',
    doors: { forge: below('/api/v1', GITEA_OPERATIONS) },
    definitions: schemasOf(gitea),
    chapters: [
      ...requirementsText(giteaSuite),
      ...unservedText(
        'What Gitea 1.26 has and this server does not',
        'Each answers 404 in words, as Gitea does where it has nothing.',
        gitea.unservedOperations(contractsOf(GITEA_OPERATIONS)),
      ),
    ],
  },
  'api-woodpecker.md': {
    heading: "Woodpecker's API at CI",
    about: 'Served by CI below `/api`; as a document of Swagger 2.0 at `/swagger/doc.json`.',
    source: 'contracts/woodpecker/src/operations/',
    doors: { ci: [...below('/api', [...WOODPECKER_OPERATIONS, ...HOOK_OPERATIONS]), ...CI.filter((one) => !isOurs(one))] },
    definitions: schemasOf(woodpecker),
    chapters: [
      ...requirementsText(woodpeckerSuite),
      ...unservedText(
        'What Woodpecker 3.17 has and this server does not',
        'Each answers 501 in words.',
        woodpecker.unservedOperations(contractsOf([...WOODPECKER_OPERATIONS, ...HOOK_OPERATIONS])),
      ),
    ],
  },
  'api-mosaic.md': {
    heading: "MosAIc's own API",
    about:
      'What no upstream has. Each service serves its own at its door, and a document of OpenAPI 3.1 at `/-/openapi.json`; through the front door, those of the forge and CI stand below `/-/forge` and `/-/ci`. A refusal is a `Problem`. Times are Unix milliseconds.',
    source: 'contracts/mosaic/src/operations/',
    doors: { accounts: ACCOUNTS, forge: FORGE_NATIVE, ci: CI.filter(isOurs), 'every service': [FEED] },
    definitions: schemasOf(mosaic),
  },
};

test.each(Object.entries(PAGES))('docs/reference/%s is what is served', async (file, reference) => {
  await expect(renderReference(reference)).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/reference', file));
});

test.each([
  [{ type: 'integer' }, 'integer'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ type: 'array', items: { anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/Thing' }] } }, '(string | Thing)[]'],
  [{ type: 'object', properties: { a: { enum: ['x', 'y'] }, 'b-c': {} }, required: ['a'] }, '{ a: "x" | "y"; "b-c"?: unknown }'],
  [{ type: 'object', additionalProperties: { type: 'number' } }, 'Record<string, number>'],
])('a schema in the notation of TypeScript: %j', (schema, text) => expect(typeText(schema)).toBe(text));

test('members stand in lines of their own, with what bounds them', () => {
  const page = { type: 'integer', minimum: 1, maximum: 50, default: 10 };
  expect(typeText({ type: 'object', properties: { page, of: { type: 'object', properties: { a: {} } } } }, { lines: true })).toBe(
    '{\n  page?: integer; // 1 to 50, 10 when left out\n  of?: {\n    a?: unknown;\n  };\n}',
  );
});
