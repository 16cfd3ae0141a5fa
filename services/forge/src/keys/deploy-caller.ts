import type { Caller } from '@mosaic/platform/identity';

import type { Writer } from '../protection/protection-policy.ts';
import type { Repository } from '../repositories/repository.ts';
import type { DeployKey } from './key.ts';

const PREFIX = 'deploy-key-';

/** Stands in the rows of what a deploy key did, beside its owner's name: nobody has this uid. */
export const NOBODY = 0;

/** Who pushes with a deploy key: what happens is told as the owner's doing, as in Gitea, and reaches this repository alone. */
export function callerOfDeployKey(key: DeployKey, repository: Repository): Caller {
  return Object.freeze({
    id: `${PREFIX}${key.id}`,
    uid: NOBODY,
    login: repository.owner.name,
    kind: 'service',
    role: 'viewer',
    builtIn: false,
    name: key.title,
    email: '',
    tokenId: `deploy-key-${key.id}`,
    doors: ['forge'],
    grants: [key.readOnly ? 'forge:repository:read' : 'forge:repository:write'],
    repositories: [repository.id],
    attempt: null,
  });
}

/** As rules for branches and tags know who writes. */
export function writerOf({ id, kind, uid }: Pick<Caller, 'id' | 'kind' | 'uid'>): Writer {
  return { uid, deployKey: kind === 'service' && id.startsWith(PREFIX) };
}
