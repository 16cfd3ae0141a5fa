import { z } from 'zod';

import { requestMembers, ZERO_TIME } from '@mosaic/contracts/gitea';
import { Upload } from '@mosaic/contracts/wire';

/** Members that change nothing here and are taken all the same, since clients send them as a matter of course; the README says so. */
export const WITHOUT_EFFECT: Readonly<Record<string, readonly string[]>> = {
  // Signatures and counts of lines are in no answer.
  'GET /repos/:owner/:repo/commits': ['stat', 'verification'],
  'GET /repos/:owner/:repo/git/commits/:sha': ['stat', 'verification'],
  'GET /repos/:owner/:repo/pulls/:index/commits': ['verification'],
  // Switches of what does not exist here; the answer shows that they are off.
  'PATCH /repos/:owner/:repo': [
    'has_wiki',
    'has_projects',
    'has_packages',
    'has_actions',
    'ignore_whitespace_conflicts',
    'autodetect_manual_merge',
  ],
};

interface Stated {
  method: unknown;
  path: string;
  query?: z.ZodType;
  body?: z.ZodType;
}

/**
 * The schemas of an operation as Gitea's clients need them. They write requests from Go's structures: `null` means the same as
 * leaving a member out. A member of Gitea's that we know nothing of is refused by its name, unless it says nothing (`false`, `""`).
 */
export function asGoSends({ method, path, query, body }: Stated): { query?: z.ZodType; body?: z.ZodType } {
  const upstream = requestMembers(String(method), path);
  const idle = WITHOUT_EFFECT[`${String(method)} ${path}`] ?? [];
  const unknown = (schema: z.ZodType | undefined, members: readonly string[] = []): string[] =>
    members.filter((member) => !idle.includes(member) && !(schema instanceof z.ZodObject && member in schema.shape));
  const inQuery = unknown(query, upstream?.query);
  const inBody = unknown(body, upstream?.body);
  return {
    ...(query === undefined && inQuery.length === 0 ? {} : { query: refusing(query ?? z.looseObject({}), inQuery) }),
    ...(body === undefined ? {} : { body: body === Upload ? body : refusing(body, inBody) }),
  };
}

function refusing(schema: z.ZodType, members: readonly string[]): z.ZodType {
  return z.preprocess((value, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const given = Object.entries(value).filter(([, member]) => member !== null);
    for (const [name, member] of given)
      if (members.includes(name) && !saysNothing(member))
        context.addIssue({ code: 'custom', path: [name], message: 'is not supported here; leave it out' });
    return Object.fromEntries(given);
  }, schema);
}

/** Go's zero values, in JSON and in an address. */
function saysNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(saysNothing);
  return value === null || [false, 0, '', 'false', '0', ZERO_TIME].includes(value as string);
}
