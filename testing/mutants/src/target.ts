/** How one of them is broken, e.g. "throws", "answers nothing", "ignores query.page". */
export type Fault = string;

/** An operation, a tool or a rule that can be broken while tests run. */
export interface Target {
  name: string;
  faults: readonly Fault[];
  /** Breaks it in this process; `reached` is told each time that the fault really changes something. */
  break(fault: Fault, reached: () => void): void;
  /** Tells each call. */
  watch(called: () => void): void;
}

/** Without its items: what a list answers that finds nothing. A thing whose lists are empty anyway loses its words. */
export function emptied(answer: unknown): unknown {
  if (Array.isArray(answer)) return [];
  if (typeof answer !== 'object' || answer === null) return answer;
  const members = Object.entries(answer);
  const lists = members.filter(([, value]) => Array.isArray(value));
  if (lists.length === 0) return {};
  if (lists.some(([, list]) => list.length > 0)) return { ...answer, ...Object.fromEntries(lists.map(([name]) => [name, []])) };
  const words = members.filter(([, value]) => typeof value === 'string');
  return { ...answer, ...Object.fromEntries(words.map(([name]) => [name, ''])) };
}
