import { z } from 'zod';

import { DoorSettings } from '@mosaic/platform/config';
import { StoreSettings } from '@mosaic/platform/db';

/** Settings of core; the composition root passes them. */
export const CoreConfig = z.strictObject({
  // The sites listener; its host names are those that its own probes answer for.
  ...DoorSettings.shape,
  // Its data folder holds the durable runs and the sites too.
  ...StoreSettings.shape,
});
export type CoreConfig = z.input<typeof CoreConfig>;
export type CoreSettings = Readonly<z.output<typeof CoreConfig>>;
