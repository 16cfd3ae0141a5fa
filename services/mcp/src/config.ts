import { z } from 'zod';

import { Addresses, Hosts, Port, PublicUrl } from '@mosaic/platform/config';
import { StoreLocation } from '@mosaic/platform/db';

/** Settings of the MCP server; the composition root passes them. */
export const McpConfig = z.strictObject({
  port: Port,
  addresses: Addresses,
  hosts: Hosts,
  publicUrl: PublicUrl,
  /** Holds `mcp.db` where no other store is given. */
  dataFolder: z.string().min(1),
  store: StoreLocation.optional(),
});
export type McpConfig = z.input<typeof McpConfig>;
export type McpSettings = Readonly<z.output<typeof McpConfig>>;
