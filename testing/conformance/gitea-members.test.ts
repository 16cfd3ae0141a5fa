import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { requestMembers } from '@mosaic/contracts/gitea';

import { GITEA_OPERATIONS } from '@mosaic/forge/operations';
import { WITHOUT_EFFECT } from '../../services/forge/src/api/gitea/unhandled-members.ts';

const nameOf = ({ method, path }: (typeof GITEA_OPERATIONS)[number]) => `${String(method)} ${path}`;
const operations = GITEA_OPERATIONS.map((one) => [nameOf(one), one, requestMembers(String(one.method), one.path)] as const);

test.each(operations)("%s is one of Gitea's", (_name, _one, members) => expect(members).not.toBeNull());

const members = operations.flatMap(([name, one, upstream]) =>
  (['query', 'body'] as const).flatMap((part) => (upstream?.[part] ?? []).map((member) => [name, member, part, one[part]] as const)),
);

/** One of them fits, or is refused by its name: what a schema does not know, it drops. */
const SAMPLES = ['sample', true, 7, ['sample'], { sample: 'sample' }];

test.each(members)('%s: %s works, is refused by its name, or is said to have no effect', (name, member, _part, schema) => {
  const idle = WITHOUT_EFFECT[name]?.includes(member) === true;
  const taken = SAMPLES.map((sample) => {
    const parsed = schema?.safeParse({ [member]: sample });
    if (parsed === undefined) return 'dropped';
    if (!parsed.success) return parsed.error.issues.some(({ path }) => path[0] === member) ? 'named' : 'other';
    return member in (parsed.data as object) ? 'kept' : 'dropped';
  });
  if (idle) expect(new Set(taken)).not.toContain('named');
  else expect(taken).not.toContain('dropped');
  // Where other members are missing, nothing is said about this one.
  if (!idle) expect(taken.filter((word) => word !== 'other')).not.toEqual([]);
});

/** Go's clients write every member of their structures. */
test.each(members)('%s: %s is not refused where it says nothing', (_name, member, _part, schema) => {
  if (schema === undefined) return;
  const refused = [null, false, 0, '', [], {}, '0001-01-01T00:00:00Z', { author: '0001-01-01T00:00:00Z' }].filter((zero) => {
    const parsed = schema.safeParse({ [member]: zero });
    return !parsed.success && parsed.error.issues.some(({ path, message }) => path[0] === member && message.includes('not supported'));
  });
  expect(refused).toEqual([]);
});

test('the README names what has no effect, and nothing else says it has', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../services/forge/README.md'), 'utf8');
  const said = Object.values(WITHOUT_EFFECT).flat();
  expect(said.filter((member) => !readme.includes(`\`${member}\``))).toEqual([]);
  for (const name of Object.keys(WITHOUT_EFFECT)) expect(operations.map(([known]) => known)).toContain(name);
});
