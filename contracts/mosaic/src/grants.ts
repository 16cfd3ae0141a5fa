import { ACTIONS, type Action } from './roles.ts';
import type { ServiceName } from './service-lists.ts';
import { SERVICES } from './services.ts';

type Resources<S extends ServiceName> = keyof (typeof SERVICES)[S]['resources'] & string;

/** A right that some service asks for, as `service:resource:action`. */
export type Permission = { [S in ServiceName]: `${S}:${Resources<S>}:${Action}` }[ServiceName];
/** Several rights in one: each word may be `*`. */
export type WidePermission = `${ServiceName | '*'}:*:${Action | '*'}`;

/** Every right that there is. */
export const PERMISSIONS = Object.entries(SERVICES).flatMap(([service, { resources }]) =>
  Object.keys(resources).flatMap((resource) => ACTIONS.map((action) => `${service}:${resource}:${action}` as Permission)),
);

const RANK: Readonly<Record<string, number>> = { read: 0, write: 1, admin: 2, '*': 3 };

/** Whether one of the held grants allows all that the wanted one does: `*` stands for every word, write implies read, admin both. Pure. */
export function covers(held: readonly string[], wanted: string): boolean {
  return held.some((grant) => meet(grant, wanted) === wanted);
}

/** Whether everything that `wanted` allows is within `held`. */
export function coversAll(held: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((grant) => covers(held, grant));
}

/** What both sides allow: every pair of grants is narrowed to the smaller service, resource and action. Pure. */
export function meetGrants(left: readonly string[], right: readonly string[]): string[] {
  const met = left.flatMap((one) => right.map((other) => meet(one, other)).filter((grant) => grant !== null));
  const unique = [...new Set(met)];
  return unique.filter((grant) => !unique.some((other) => other !== grant && meet(grant, other) === grant));
}

/**
 * A wish within a ceiling. A grant that names service, resource and action must be covered in full, or it is returned in
 * `refused`; one with a wildcard means "whatever I may there" and is narrowed.
 */
export function grantsWithin(wished: readonly string[], ceiling: readonly string[]): { grants: string[]; refused: string[] } {
  const refused = wished.filter((grant) => {
    const met = meetGrants([grant], ceiling);
    return met.length === 0 || (!grant.includes('*') && !met.includes(grant));
  });
  return { grants: meetGrants(wished, ceiling), refused };
}

function meet(left: string, right: string): string | null {
  const [leftService = '', leftResource = '', leftAction = ''] = left.split(':');
  const [rightService = '', rightResource = '', rightAction = ''] = right.split(':');
  const service = meetWord(leftService, rightService);
  const resource = meetWord(leftResource, rightResource);
  const ranks = [RANK[leftAction], RANK[rightAction]];
  if (service === null || resource === null || ranks[0] === undefined || ranks[1] === undefined) return null;
  return `${service}:${resource}:${ranks[0] <= ranks[1] ? leftAction : rightAction}`;
}

function meetWord(left: string, right: string): string | null {
  if (left === '*') return right;
  return right === '*' || left === right ? left : null;
}
