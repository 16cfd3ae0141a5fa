import { extname } from 'node:path';

import mime from 'mime';

import { MosaicError } from '@mosaic/platform/errors';

const NAME_MAX = 255;

/** What the name of a file may be: no path, and nothing that a header or a terminal reads as something else. @throws MosaicError `invalid_input`. */
export function requireAssetName(name: string): void {
  if (name === '') throw new MosaicError('invalid_input', 'Could not determine name of attachment.');
  if (name.length > NAME_MAX || /[/\\\p{Cc}]/u.test(name) || name === '.' || name === '..' || !name.isWellFormed())
    throw new MosaicError('invalid_input', `A file's name is 1 to ${NAME_MAX} characters without slashes and control characters.`);
}

/**
 * Whether a file may be kept: `allowed` lists extensions (`.zip`), media types (`application/zip`) and groups of them (`image/*`), by
 * commas; empty or `*\/*` allows all. The type is the one that the name stands for. @throws MosaicError `invalid_input`.
 */
export function requireAllowedType(name: string, allowed: string): void {
  const entries = allowed
    .split(/[,|]/)
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean);
  if (entries.length === 0) return;
  const extension = extname(name).toLowerCase();
  const type = mime.getType(name.toWellFormed()) ?? 'application/octet-stream';
  const fits = entries.some(
    (entry) => entry === '*/*' || entry === extension || entry === type || (entry.endsWith('/*') && type.startsWith(entry.slice(0, -1))),
  );
  if (!fits) throw new MosaicError('invalid_input', 'This file cannot be uploaded or modified due to a forbidden file extension or type.');
}
