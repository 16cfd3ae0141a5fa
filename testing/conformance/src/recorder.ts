import { Bytes, type OperationDatum } from '@mosaic/contracts/wire';

import { requestParameters } from './request-parameters.ts';

/** One answer as it came. */
export interface Answered {
  status: number;
  /** The body's JSON; undefined where there is none. */
  answer: unknown;
}

interface AskedOperation {
  statuses: Set<number>;
  /** Whether a success said anything besides an empty list. */
  saidSomething: boolean;
  /** Values of each parameter in requests that succeeded, as JSON. */
  values: Map<string, Set<string>>;
}

/** Which operation answered which status, with which members, and which parameter was sent with which values. */
export class Recorder {
  readonly #records = new Map<string, AskedOperation>();
  readonly #successes = new Set<string>();

  note(operation: OperationDatum, given: object, { status, answer }: Answered): void {
    const record = this.#recordOf(operation.id);
    record.statuses.add(status);
    if (status >= 300) return;
    this.#successes.add(operation.id);
    record.saidSomething ||= !isEmptyList(answer);
    for (const { name, read } of requestParameters(operation)) {
      const value = read(given);
      if (value === undefined) continue;
      const values = record.values.get(name) ?? new Set();
      record.values.set(name, values.add(JSON.stringify(value)));
    }
  }

  /** What was never asked, in words; nothing where every operation was tried as a whole. */
  holes(operations: readonly OperationDatum[]): string[] {
    return operations.flatMap((operation) => {
      const { id, status, alsoStatus, errors, answer } = operation;
      const { statuses, saidSomething, values } = this.#recordOf(id);
      const missing = [status, ...alsoStatus, ...errors].filter((wanted) => !statuses.has(wanted));
      if (missing.includes(status)) return [`${id}: no success`];
      const silent = answer === Bytes || saidSomething ? [] : [`${id}: empty lists alone`];
      const refused = [...statuses].some((seen) => seen >= 400) ? [] : [`${id}: no refusal`];
      const once = requestParameters(operation)
        .filter(({ name, isFixed }) => (values.get(name)?.size ?? 0) < (isFixed ? 1 : 2))
        .map(({ name }) => `${id}: ${name} without two values`);
      return [...missing.map((wanted) => `${id}: no ${wanted}`), ...silent, ...refused, ...once];
    });
  }

  /** Ids of the operations that had a success since the last time. */
  takeSuccesses(): string[] {
    const ids = [...this.#successes];
    this.#successes.clear();
    return ids;
  }

  #recordOf(id: string): AskedOperation {
    const known = this.#records.get(id);
    if (known !== undefined) return known;
    const made: AskedOperation = { statuses: new Set(), saidSomething: false, values: new Map() };
    this.#records.set(id, made);
    return made;
  }
}

/** A list without an item, alone or as `data`. */
function isEmptyList(answer: unknown): boolean {
  const list = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : answer;
  return Array.isArray(list) && list.length === 0;
}
