import type { Backend } from './backend.ts';
import { createDummyBackend } from './dummy.ts';
import { createLocalBackend } from './local/local-backend.ts';
import type { LocalOptions } from './local/local-settings.ts';

/** The backends by name; a new one gets a line here. */
export const BACKENDS = {
  local: (options: LocalOptions): Backend => createLocalBackend(options),
  dummy: (): Backend => createDummyBackend(),
} as const;
