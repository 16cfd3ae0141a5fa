import { RE2JS, RE2JSSyntaxException } from 're2js';

import type { WorkBudget } from '../compile/work-budget.ts';
import { ExpressionError } from './syntax.ts';

/** Longest pattern taken: a counted repetition of a few characters stands for up to a thousand instructions. */
const MAX_LENGTH = 1_000;
/** Characters of work that one instruction takes to be made. */
const INSTRUCTION = 16;

/**
 * Reads a Go (RE2) pattern; matching takes time in proportion to the text, never an exponential.
 * @throws ExpressionError when it cannot be read.
 */
export function compilePattern(source: string): RE2JS {
  if (source.length > MAX_LENGTH) throw new ExpressionError(`a pattern is longer than ${MAX_LENGTH} characters`);
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new ExpressionError(`${JSON.stringify(source)} is no valid regular expression of Go's kind: ${error.message}`);
  }
}

/** Whether the pattern is found in the text. @throws ExpressionError when it is bad, WorkExceeded when it takes too much. */
export function matchesPattern(pattern: string, text: string, work: WorkBudget): boolean {
  const compiled = compilePattern(pattern);
  const size = compiled.programSize();
  work.spend(size * INSTRUCTION + size * text.length);
  return compiled.test(text);
}
