import { ACCOUNTS_SECTION } from '@mosaic/accounts/section';
import { CI_SECTION } from '@mosaic/ci/section';
import type { ServiceName } from '@mosaic/contracts/mosaic';
import { FORGE_SECTION } from '@mosaic/forge/section';
import { configLoader, type Section } from '@mosaic/platform/config';

/** What each service lets an installation set. */
const SECTIONS = {
  accounts: ACCOUNTS_SECTION,
  forge: FORGE_SECTION,
  ci: CI_SECTION,
} as const satisfies Partial<Record<ServiceName, Section>>;

/** Reads the configuration of an installation. */
export const loadConfig = configLoader(SECTIONS);
export type Loaded = ReturnType<typeof loadConfig>;
export type Config = Loaded['config'];
