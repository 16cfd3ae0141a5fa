import { z } from 'zod';

import { type ToolDatum, TOOLS } from '@mosaic/contracts/mosaic';

/** A tool as tools/list shows it. */
function presentTool({ name, title, description, input, output, annotations }: ToolDatum) {
  const { readOnlyHint, destructiveHint = false } = annotations;
  return {
    name,
    title,
    description,
    inputSchema: objectSchema(input.strict(), 'input'),
    outputSchema: objectSchema(output, 'output'),
    // A write repeated with its requestId changes nothing more; everything stays inside the platform.
    annotations: { title, readOnlyHint, destructiveHint, idempotentHint: true, openWorldHint: false },
  };
}

function objectSchema(schema: z.ZodObject, io: 'input' | 'output') {
  return { type: 'object' as const, ...(z.toJSONSchema(schema, { target: 'draft-2020-12', io }) as Record<string, unknown>) };
}

/** Every tool in the contract's order. Converting the schemas takes tens of ms, so it is done once. */
export function presentTools() {
  return Object.values(TOOLS).map(presentTool);
}
