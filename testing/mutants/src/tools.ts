import { TOOLS, type ToolName } from '@mosaic/contracts/mosaic';
import { z } from 'zod';

import { emptied, type Fault, type Target } from './target.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- tools of any input and output */
interface AnyTool {
  kind: string;
  read?: ((input: any, context: any) => Promise<any>) | undefined;
  prepare?: ((input: any, context: any) => Promise<(writer: any) => Promise<any>>) | undefined;
}

/** MCP's tools as what can be broken. */
export function toolTargets(tools: Readonly<Record<string, AnyTool>>): Target[] {
  return Object.entries(tools).map(([name, tool]) => ({
    name,
    faults: ['throws', 'answers nothing', ...optionalIn(name as ToolName).map((member) => `ignores ${member}`)],
    break: (fault, reached) => breakIt(name as ToolName, tool, fault, reached),
    watch(called) {
      const { read, prepare } = bound(tool);
      if (read !== undefined) tool.read = (input, context) => (called(), read(input, context));
      if (prepare !== undefined) tool.prepare = (input, context) => (called(), prepare(input, context));
    },
  }));
}

function bound(tool: AnyTool): AnyTool {
  return { kind: tool.kind, read: tool.read?.bind(tool), prepare: tool.prepare?.bind(tool) };
}

function shapeOf(name: ToolName): Record<string, z.ZodType> {
  const { input } = TOOLS[name] as { input: z.ZodType };
  return input instanceof z.ZodObject ? (input.shape as Record<string, z.ZodType>) : {};
}

function optionalIn(name: ToolName): string[] {
  return Object.entries(shapeOf(name)).flatMap(([member, schema]) => (schema.safeParse(undefined).success ? [member] : []));
}

function breakIt(name: ToolName, tool: AnyTool, fault: Fault, reached: () => void): void {
  const member = /^ignores (.+)$/.exec(fault)?.[1];
  const given = (input: Record<string, unknown>): Record<string, unknown> => {
    if (fault === 'throws') {
      reached();
      throw new Error('broken on purpose');
    }
    if (member === undefined) return input;
    const fallback = shapeOf(name)[member]?.safeParse(undefined).data as unknown;
    if (JSON.stringify(input[member]) !== JSON.stringify(fallback)) reached();
    return { ...input, [member]: fallback };
  };
  const told = (output: unknown): unknown => {
    if (fault !== 'answers nothing') return output;
    reached();
    return emptied(output);
  };
  const { read, prepare } = bound(tool);
  if (read !== undefined) tool.read = async (input, context) => told(await read(given(input), context));
  if (prepare !== undefined)
    tool.prepare = async (input, context) => {
      const write = await prepare(given(input), context);
      return async (writer) => told(await write(writer));
    };
}
