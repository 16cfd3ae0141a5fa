import type { AgentBudget } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';

/** An attempt has used up its budget. No other attempt gets further, so it is a failure and no fault. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/** Counts what an attempt uses up, and ends it where the budget does. */
export interface BudgetMeter extends Disposable {
  /** Aborts with {@link BudgetSpent}. */
  readonly spent: AbortSignal;
  /** The same way, each request counted as a call; one beyond the budget is not sent. */
  metered(send: Send): Send;
  useTokens(count: number): void;
}

export function createBudgetMeter({ tokens, seconds, toolCalls }: AgentBudget): BudgetMeter {
  const spent = new AbortController();
  const spend = (what: string) => spent.abort(new BudgetSpent(`It used up its budget of ${what}.`));
  const timer = setTimeout(() => spend(`${seconds} s`), seconds * 1_000).unref();
  let calls = 0;
  let used = 0;
  return {
    spent: spent.signal,
    metered: (send) => async (request) => {
      calls += 1;
      if (calls > toolCalls) spend(`${toolCalls} calls`);
      spent.signal.throwIfAborted();
      return send(request);
    },
    useTokens(count) {
      used += count;
      if (used > tokens) spend(`${tokens} tokens`);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
