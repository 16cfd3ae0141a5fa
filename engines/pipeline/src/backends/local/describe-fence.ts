import type { Cgroups } from './cgroups.ts';
import type { FenceAnswer } from './fence.ts';
import type { IdentityKind } from './identity.ts';
import type { NetworkAnswer } from './networks.ts';
import { canFilter } from './unshare-builder.ts';

const AS_WHOM: Record<IdentityKind, string> = {
  range: 'each pipeline under an id of its own',
  subordinate: 'each pipeline under a subordinate id',
  self: 'all under the id of the server, which has no subordinate ids (subuid(5))',
};

/** How steps are kept apart here and why, for the system page and `mosaic doctor`. */
export function describeFence(fence: FenceAnswer, network: NetworkAnswer | null, cgroups: Pick<Cgroups, 'holds' | 'reason'>): string {
  if (!fence.ok) return `Steps cannot be fenced (${fence.reason}), so they run for administrators only. ${describeLimits(cgroups)}`;
  const where =
    network?.kind === 'private'
      ? `each pipeline in a network of its own (${network.reason}), which reaches of this machine the forge and the ports of stepPorts alone`
      : `the network is this machine's (${network?.reason ?? 'as asked'}), so steps reach every port of its loopback and its abstract sockets`;
  const filter = fence.builder === 'bubblewrap' || canFilter() ? '' : ' System calls are not filtered; install bubblewrap for that.';
  return `Steps are fenced by ${fence.builder}, ${AS_WHOM[fence.identity]}; ${where}.${filter} ${describeLimits(cgroups)}`;
}

function describeLimits({ holds, reason }: Pick<Cgroups, 'holds' | 'reason'>): string {
  if (holds.size === 0) return `Limits are kept by rlimits and a watch: ${reason}.`;
  const rest = reason === '' ? '' : `, the others by rlimits and a watch: ${reason}`;
  return `Limits are kept by cgroup v2 (${[...holds].join(', ')})${rest}.`;
}
