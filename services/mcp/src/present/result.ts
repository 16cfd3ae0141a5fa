import { TOOL_ERROR_KEY, type ToolFailure, type ToolName } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';

import { cutResult } from './cut-result.ts';

/** Characters of JSON that a list may have as text: some 4,000 tokens, of which many clients grant a call 10,000. */
const TEXT_LIMIT = 16_384;

/**
 * A result as MCP wants it: the data, and the same as text for clients that read only that. A long list is cut there at
 * whole rows, with its cursor set to where it ends, and a second text says what is left out.
 */
export function presentResult(name: ToolName, result: Record<string, unknown>) {
  const json = JSON.stringify(result);
  const shorter = json.length <= TEXT_LIMIT ? null : cutResult(name, result, TEXT_LIMIT);
  const texts = shorter === null ? [json] : [JSON.stringify(shorter.result), shorter.note];
  return { content: texts.map((text) => ({ type: 'text' as const, text })), structuredContent: result };
}

/** A refused call: an error result that a model can read, with the stable code for programs in `_meta`. */
export function presentError({ code, message, faults }: MosaicError) {
  const failure: ToolFailure = { code, message, faults: faults.map((fault) => ({ ...fault })) };
  return { content: [{ type: 'text' as const, text: `${code}: ${message}` }], isError: true, _meta: { [TOOL_ERROR_KEY]: failure } };
}
