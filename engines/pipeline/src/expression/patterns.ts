import { Script, createContext } from 'node:vm';

import { ExpressionError } from './syntax.ts';

/** Time one match may take. A pattern that backtracks without end is stopped here instead of stalling the process. */
const MATCH_LIMIT_MS = 50;

const SEARCH = new Script('new RegExp(source, flags).test(text)');

/** Checks a Go (RE2) pattern and translates what JavaScript writes differently. @throws ExpressionError when it cannot be read. */
export function compilePattern(source: string): { source: string; flags: string } {
  const leading = /^\(\?([ims]+)\)/.exec(source);
  const body = leading === null ? source : source.slice(leading[0].length);
  if (/\(\?<?[=!]|\\[1-9]/.test(body)) {
    throw new ExpressionError(
      `the pattern ${JSON.stringify(source)} uses look-around or a back-reference, which Go's regular expressions have not`,
    );
  }
  const translated = body.replaceAll('(?P<', '(?<').replace(/\\([Az])/g, (_, anchor) => (anchor === 'A' ? '^' : '$'));
  const flags = leading?.[1] ?? '';
  try {
    void new RegExp(translated, flags);
  } catch (error) {
    throw new ExpressionError(`${JSON.stringify(source)} is no valid regular expression: ${(error as Error).message}`);
  }
  return { source: translated, flags: [...new Set(flags)].join('') };
}

/** Whether the pattern is found in the text. @throws ExpressionError when it is bad or takes longer than 50 ms. */
export function matchesPattern(pattern: string, text: string): boolean {
  const compiled = compilePattern(pattern);
  const scope = createContext(Object.assign(Object.create(null) as object, compiled, { text }));
  try {
    return SEARCH.runInContext(scope, { timeout: MATCH_LIMIT_MS }) === true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new ExpressionError(`matching ${JSON.stringify(pattern)} took longer than ${MATCH_LIMIT_MS} ms; simplify the pattern`, 'run');
  }
}
