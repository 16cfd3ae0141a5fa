/** Does the work for each item in turn; one that fails is told to `onFault` and keeps no other. For recoveries and sweeps. */
export async function eachAlone<T>(
  items: Iterable<T>,
  work: (item: T) => Promise<unknown>,
  onFault: (error: unknown, item: T) => void,
): Promise<void> {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      onFault(error, item);
    }
  }
}
