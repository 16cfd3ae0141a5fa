import type { Caller } from '@mosaic/platform/identity';

import type { DeployKey, SshKey } from '../keys/key.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Links } from './links.ts';
import { presentRepository } from './repository.ts';
import { rfc3339 } from './time.ts';
import { presentUser } from './user.ts';

/** Gitea's PublicKey; whose it is and the comment, often an address, are told to its person and to administrators. */
export function presentKey(links: Links, key: SshKey, caller: Pick<Caller, 'id' | 'role'>) {
  const isTold = caller.role === 'administrator' || caller.id === key.principalId;
  return {
    id: key.id,
    key: isTold ? key.line : key.line.split(' ').slice(0, 2).join(' '),
    url: `${links.publicUrl}/api/v1/user/keys/${key.id}`,
    title: key.title,
    fingerprint: key.fingerprint,
    created_at: rfc3339(key.createdAt),
    last_used_at: rfc3339(key.usedAt ?? key.createdAt),
    ...(isTold ? { user: presentUser(links, { uid: key.uid, login: key.login }), key_type: 'user' } : {}),
  };
}

/** Gitea's DeployKey; the repository stands in it where it is asked for. */
export function presentDeployKey(links: Links, key: DeployKey, repository: Repository, isWhole: boolean) {
  return {
    id: key.id,
    key_id: key.keyId,
    key: key.line,
    url: `${links.api(repository)}/keys/${key.id}`,
    title: key.title,
    fingerprint: key.fingerprint,
    created_at: rfc3339(key.createdAt),
    read_only: key.readOnly,
    ...(isWhole ? { repository: presentRepository(links, repository, key.readOnly ? 'read' : 'write') } : {}),
  };
}
