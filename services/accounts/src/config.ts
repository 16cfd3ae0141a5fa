import { z } from 'zod';

import { Login } from '@mosaic/contracts/mosaic';
import { DoorSettings } from '@mosaic/platform/config';
import { StoreSettings } from '@mosaic/platform/db';

/** Settings of accounts and the front door; the composition root passes them. */
export const AccountsConfig = z.strictObject({
  ...DoorSettings.shape,
  ...StoreSettings.shape,
  /** Where `admin-password` is written. */
  home: z.string().min(1),
  /** Login of the first administrator. */
  adminUser: Login.default('root'),
  /** The built dashboard; a plain page stands in when the folder is absent. */
  pagesFolder: z.string(),
});
export type AccountsConfig = z.input<typeof AccountsConfig>;
export type AccountsSettings = Readonly<z.output<typeof AccountsConfig>>;
