import { z } from 'zod';

import { DoorSettings } from '@mosaic/platform/config';
import { StoreSettings } from '@mosaic/platform/db';

/** Settings of the MCP server; the composition root passes them. */
export const McpConfig = z.strictObject({
  ...DoorSettings.shape,
  ...StoreSettings.shape,
});
export type McpConfig = z.input<typeof McpConfig>;
export type McpSettings = Readonly<z.output<typeof McpConfig>>;
