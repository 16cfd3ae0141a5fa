import { LogStore } from '../logs/log-store.ts';
import { PipelineStarter } from '../pipelines/pipeline-starter.ts';
import { WorkflowLifecycle } from '../pipelines/workflow-lifecycle.ts';
import { Queue } from '../queue/queue.ts';
import { CloneTokens } from '../runner/clone-tokens.ts';
import { Suspensions } from '../suspensions/suspensions.ts';
import type { CiPorts } from './ports.ts';

/** What takes a pipeline from its row to its end: compiled, queued, leased to an agent, logged. */
export function composeWork({ settings, log, bus, keyring, accounts, forge, store, events, blobs }: CiPorts) {
  const lifecycle = new WorkflowLifecycle({ bus, publicUrl: settings.publicUrl });
  const suspensions = new Suspensions({ events, lifecycle });
  return {
    lifecycle,
    suspensions,
    logs: new LogStore(blobs, bus, settings.limits),
    queue: new Queue({ store, events, bus, lifecycle, log, leaseMs: settings.leaseMs }),
    cloneTokens: new CloneTokens({ accounts, store, events, log }),
    starter: new PipelineStarter({ store, events, forge, keyring, bus, log, settings, lifecycle, suspensions }),
  };
}
