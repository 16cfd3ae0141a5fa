import type { AgentRow } from '../agents/agent-reader.ts';
import { RunnerPeer } from '../runner/peer.ts';
import { startRunners, type Runners } from '../runner/start-runners.ts';
import type { Aggregates } from './aggregates.ts';
import type { CiPorts } from './ports.ts';

/** The agents of this process, each with its own side of the server. */
export function startOwnRunners(
  { settings, log, bus, keyring, store, events, blobs }: CiPorts,
  { queue, lifecycle, logs, cloneTokens }: Aggregates,
  agents: readonly AgentRow[],
): Runners {
  const maxArtifactBytes = settings.limits.artifactBytes;
  const server = { store, events, bus, blobs, keyring, queue, lifecycle, logs, cloneTokens, log, maxArtifactBytes };
  return startRunners({ agents, peerOf: (agent) => new RunnerPeer(server, agent), settings, log });
}
