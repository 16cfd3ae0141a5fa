import type { Grant } from '@mosaic/contracts/mosaic';

const RANK: Record<string, number> = { read: 0, write: 1, admin: 2, '*': 3 };

/** What both sides allow: every pair of grants is narrowed to the smaller service, resource and action. Pure. */
export function meetGrants(left: readonly Grant[], right: readonly Grant[]): Grant[] {
  const met = left.flatMap((one) => right.map((other) => meet(one, other)).filter((grant) => grant !== null));
  const unique = [...new Set(met)];
  return unique.filter((grant) => !unique.some((other) => other !== grant && meet(grant, other) === grant));
}

/**
 * A wish within a ceiling. A grant that names service, resource and action must be covered in full, or it is returned in
 * `refused`; one with a wildcard means "whatever I may there" and is narrowed.
 */
export function grantsWithin(wished: readonly Grant[], ceiling: readonly Grant[]): { grants: Grant[]; refused: Grant[] } {
  const refused = wished.filter((grant) => {
    const met = meetGrants([grant], ceiling);
    return met.length === 0 || (!grant.includes('*') && !met.includes(grant));
  });
  return { grants: meetGrants(wished, ceiling), refused };
}

/** Whether everything that `wanted` allows is within `held`. */
export function coversGrants(held: readonly Grant[], wanted: readonly Grant[]): boolean {
  return wanted.every((grant) => held.some((own) => meet(own, grant) === grant));
}

function meet(left: Grant, right: Grant): Grant | null {
  const [leftService, leftResource, leftAction] = left.split(':') as [string, string, string];
  const [rightService, rightResource, rightAction] = right.split(':') as [string, string, string];
  const service = meetWord(leftService, rightService);
  const resource = meetWord(leftResource, rightResource);
  if (service === null || resource === null) return null;
  const action = (RANK[leftAction] ?? -1) <= (RANK[rightAction] ?? -1) ? leftAction : rightAction;
  return `${service}:${resource}:${action}`;
}

function meetWord(left: string, right: string): string | null {
  if (left === '*') return right;
  return right === '*' || left === right ? left : null;
}
