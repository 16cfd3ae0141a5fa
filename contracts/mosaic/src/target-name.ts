import { z } from 'zod';

/** What a deployment may go to, by the name that `.mosaic.yaml` uses (docs/how-to/add-a-driver.md). */
export const TargetName = z.enum(['site']);
export type TargetName = z.infer<typeof TargetName>;
