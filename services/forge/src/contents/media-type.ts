import { isUtf8 } from 'node:buffer';

import mime from 'mime';

import { isBinary, SNIFFED_BYTES } from '@mosaic/engines/git';

/** What browsers show or play without running anything. */
const SHOWN = /^(?:image|audio|video|font)\/|^application\/pdf$/;
const SVG = 'image/svg+xml';

/**
 * The media type that a pushed file is sent with. Text of any kind is `text/plain`, so that no page or script of a repository ever
 * runs in our origin; the one exception is SVG, which pages show as a picture (the answer's policy lets it run nothing). A name
 * decides only among what is shown or played: `.ts` is a video to the registries, but text in most repositories.
 * @param head the first {@link SNIFFED_BYTES} bytes.
 */
export function mediaTypeOf(name: string, head: Uint8Array): string {
  const named = mime.getType(name.toWellFormed());
  const isText = !isBinary(head);
  const isUnicode = isText && isUtf8(wholeCharacters(head));
  if (isUnicode) return named === SVG ? SVG : 'text/plain; charset=utf-8';
  if (named !== null && named !== SVG && SHOWN.test(named)) return named;
  // Which encoding it is, nobody knows here: the browser guesses.
  return isText ? 'text/plain' : 'application/octet-stream';
}

/** The media type of a file that is kept and not shown: pictures, sound and film can stand in a page of somebody's, nothing else can. */
export function downloadTypeOf(name: string): string {
  const named = mime.getType(name.toWellFormed());
  return named !== null && named !== SVG && SHOWN.test(named) ? named : 'application/octet-stream';
}

/** Without a character that the cut has split. */
function wholeCharacters(head: Uint8Array): Uint8Array {
  if (head.length < SNIFFED_BYTES) return head;
  const cut = head.subarray(0, SNIFFED_BYTES);
  for (let back = 1; back <= 3; back++) if (((cut[cut.length - back] ?? 0) & 0xc0) === 0xc0) return cut.subarray(0, cut.length - back);
  return cut;
}
