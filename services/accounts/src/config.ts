import { z } from 'zod';

import { Login } from '@mosaic/contracts/mosaic';

/** Settings of accounts and the front door; the composition root passes values. */
export const AccountsConfig = z.strictObject({
  /** 0 takes any free port. */
  port: z.number().int().min(0).max(65_535),
  /** Addresses to listen on; loopback when left out. */
  addresses: z.array(z.string()).min(1).optional(),
  /** Where `admin-password` is written. */
  home: z.string(),
  /** Folder of `accounts.db`. */
  dataFolder: z.string(),
  /** Host names that the listener answers for. */
  hosts: z.array(z.string()).min(1).readonly(),
  /** The one address people see, without a trailing slash. */
  publicUrl: z.url({ protocol: /^https?$/ }),
  /** Login of the first administrator. */
  adminUser: Login.default('root'),
  /** The built dashboard; a plain page stands in when the folder is absent. */
  pagesFolder: z.string(),
});
export type AccountsConfig = z.input<typeof AccountsConfig>;
export type Settings = z.output<typeof AccountsConfig>;
