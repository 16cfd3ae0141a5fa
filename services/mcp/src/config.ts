import { z } from 'zod';

/** Settings of the MCP server; the composition root passes them. */
export const McpConfig = z.object({
  /** 0 picks a free port. */
  port: z.number().int(),
  /** Addresses to listen on; loopback unless told otherwise. */
  addresses: z.array(z.string()).default(['127.0.0.1', '::1']),
  /** Holds the SQLite file. */
  dataFolder: z.string(),
  /** The one address that people see, without a trailing slash. */
  publicUrl: z.string(),
  /** Host names that the listener answers for. */
  hosts: z.array(z.string()),
  /** Where the rows are kept; a SQLite file in the data folder when absent. */
  store: z
    .discriminatedUnion('dialect', [
      z.object({ dialect: z.literal('sqlite'), file: z.string() }),
      z.object({ dialect: z.literal('postgres'), url: z.string() }),
      z.object({ dialect: z.literal('mariadb'), url: z.string() }),
    ])
    .optional(),
});
export type McpConfig = z.input<typeof McpConfig>;
