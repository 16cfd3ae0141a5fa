/**
 * Work that one compilation may take: about one character looked at or written each. Honest files of a large repository need
 * under a million; the limit is worth about half a second.
 */
const LIMIT = 50_000_000;
/** What one visited node of an expression costs beside the characters that it touches. */
const NODE = 16;
/** Nesting of lists and maps that a value may have; printing deeper ones would end the stack. */
const MAX_DEPTH = 100;

/** The files, filters and forms of one compilation together ask for more than {@link LIMIT}. */
export class WorkExceeded extends Error {
  constructor() {
    super('its filters, expressions, ${…} forms and aliases take more work than a pipeline may; make them fewer or simpler');
    this.name = 'WorkExceeded';
  }
}

/** Counts the work of every evaluator of one compilation, in characters and not in nodes: a node may hold a megabyte. */
export class WorkBudget {
  #left: number;

  constructor(limit = LIMIT) {
    this.#left = limit;
  }

  /** @throws WorkExceeded when the budget is spent. */
  spend(amount: number): void {
    this.#left -= amount;
    if (this.#left < 0) throw new WorkExceeded();
  }

  visit(): void {
    this.spend(NODE);
  }

  /** Spends what walking or printing the value costs, parts that are shared counted each time, and answers it. */
  weigh(value: unknown, depth = 0): number {
    if (typeof value === 'string') {
      this.spend(value.length);
      return value.length;
    }
    if (typeof value !== 'object' || value === null) {
      this.spend(1);
      return 1;
    }
    if (depth > MAX_DEPTH) throw new WorkExceeded();
    let weight = NODE;
    this.spend(NODE);
    if (Array.isArray(value)) {
      for (const item of value) weight += this.weigh(item, depth + 1);
      return weight;
    }
    for (const [key, item] of Object.entries(value)) weight += this.weigh(key) + this.weigh(item, depth + 1);
    return weight;
  }
}
