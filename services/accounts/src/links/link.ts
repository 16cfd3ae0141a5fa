import type { LinkPurpose } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

/** What a one-time secret opens, and for how long it can be used. */
export const LIFE_MS = { 'sign-in': 15 * 60_000, password: 15 * 60_000, site: 60_000 } as const;
export type Purpose = keyof typeof LIFE_MS;

/** Of links that sign a person in. */
export const LETS_IN: readonly LinkPurpose[] = ['sign-in', 'password'];

export interface LinkWish {
  login: string;
  purpose: LinkPurpose;
  /** Path of ours to open after signing in. */
  next: string;
}

export function spentLink(): MosaicError {
  return new MosaicError('not_found', 'This sign-in link was used already or is older than 15 minutes. Make a new one with: mosaic open');
}
