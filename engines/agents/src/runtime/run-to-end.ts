import type { AgentResult, AgentStep, AgentWork } from './agent-runtime.ts';

/**
 * Goes through the steps of some work and answers its result. When the signal aborts, its reason is thrown at once and no further
 * step is asked for, also of a runtime that does not listen to it.
 */
export async function runToEnd(
  work: AgentWork,
  { signal, onStep }: { signal: AbortSignal; onStep: (step: AgentStep) => void },
): Promise<AgentResult> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    for (;;) {
      const next = await Promise.race([work.next(), aborted.promise]);
      if (next.done === true) return next.value;
      onStep(next.value);
      signal.throwIfAborted();
    }
  } catch (error) {
    // What it has open is closed when its present step ends; nobody waits for that.
    void work.return({ outcome: 'failed', reason: '' }).catch(() => undefined);
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
