/** Thrown by an `ask` that can never succeed any more; ends the waiting at once. */
export class PermanentFailure extends Error {}

/** Asks again and again until the answer is not null; fails with the last fault or the given words after `timeoutMs`. */
export async function until<T>(what: string, ask: () => Promise<T | null>, timeoutMs = 30_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let fault: unknown = null;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== null) return answer;
      fault = null;
    } catch (error) {
      if (error instanceof PermanentFailure) throw error;
      fault = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`${what} did not come within ${timeoutMs} ms`, { cause: fault });
}
