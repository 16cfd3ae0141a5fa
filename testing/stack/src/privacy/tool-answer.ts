import { callTool, ToolError, type ToolInput, type ToolName, TOOLS } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';

import { mask } from './answer.ts';

/** What a caller learns from a tool: its result, or the code and words of the refusal. */
export async function askTool(
  send: Send,
  call: { name: ToolName; input: unknown; path?: string },
  names: readonly string[],
): Promise<{ code: string; text: string; masked: string }> {
  try {
    const answer = await callTool(
      send,
      TOOLS[call.name],
      call.input as ToolInput<(typeof TOOLS)[ToolName]>,
      call.path === undefined ? {} : { path: call.path },
    );
    const text = JSON.stringify(answer);
    return { code: 'ok', text, masked: mask(text, names) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { code: error.code, text: error.message, masked: mask(error.message, names) };
  }
}
