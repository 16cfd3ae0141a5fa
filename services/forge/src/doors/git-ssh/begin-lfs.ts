import { newTraceId } from '@mosaic/platform/http';
import { writeTo } from '@mosaic/engines/git';
import type { Caller } from '@mosaic/platform/identity';

import { SESSION_MS, type LfsAction } from '../../lfs/lfs-sessions.ts';
import { createForPush, type Target } from '../../wire/push-target.ts';
import type { GitSshPorts, Given } from './ports.ts';

/** Tells a client where large files are, and what it signs in with there (git-lfs, Server Discovery). */
export async function beginLfs(
  ports: GitSshPorts,
  { holder, target, caller, action, exchange }: Given & { target: Target; caller: Caller; action: LfsAction },
): Promise<void> {
  exchange.reads = false;
  const cause = { actor: caller.login, traceId: newTraceId() };
  // The objects of a first push come before it.
  const repository =
    'repository' in target
      ? target.repository
      : await createForPush(ports.repositories, { caller, name: target.creates, organization: target.organization, cause });
  const { fingerprint, id: keyId } = holder.key;
  const token = ports.lfs.sessions.issue({ fingerprint, keyId, repositoryId: repository.id, action });
  const answer = {
    href: `${ports.settings.publicUrl.replace(/\/$/, '')}/${repository.fullName}.git/info/lfs`,
    header: { Authorization: `Bearer ${token}` },
    expires_in: SESSION_MS / 1_000,
  };
  await writeTo(exchange.out, Buffer.from(`${JSON.stringify(answer)}\n`));
  exchange.out.end();
}
