import type { Caller } from '@mosaic/platform/identity';

import type { Repository } from '../repositories/repository.ts';
import type { DeployKey } from './key.ts';

/** Who pushes with a deploy key: what happens is told as the owner's doing, as in Gitea, and reaches this repository alone. */
export function callerOfDeployKey(key: DeployKey, repository: Repository): Caller {
  return Object.freeze({
    id: `deploy-key-${key.id}`,
    uid: repository.owner.uid,
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
