import { TOOL_ERROR_KEY, type ToolFailure } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';

/** Longest JSON that is repeated as text, for clients that read no structured content. */
const TEXT_LIMIT = 16_384;

/** A result as MCP wants it: the data, and a text for clients that read only that. */
export function presentResult(name: string, result: Record<string, unknown>) {
  const json = JSON.stringify(result);
  const text =
    json.length <= TEXT_LIMIT
      ? json
      : `${name} answered ${json.length} characters; they are in structuredContent. Ask for less with "limit".`;
  return { content: [{ type: 'text' as const, text }], structuredContent: result };
}

/** A refused call: an error result that a model can read, with the stable code for programs in `_meta`. */
export function presentError({ code, message, faults }: MosaicError) {
  const failure: ToolFailure = { code, message, faults: faults.map((fault) => ({ ...fault })) };
  return { content: [{ type: 'text' as const, text: `${code}: ${message}` }], isError: true, _meta: { [TOOL_ERROR_KEY]: failure } };
}
