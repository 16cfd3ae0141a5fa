import { decodeByteText, encodeBytePath } from '@mosaic/contracts/wire';

/*
 * A name in git is bytes; in an address a byte that is no UTF-8 stands as itself ("%E9"). The router takes only addresses that are
 * UTF-8, so inside it such a byte is a character of the last private-use plane, which no name of a file is likely to hold.
 */
const INSIDE = 0x10_dc00;

/** For the router: the path of an address, with each byte that is no UTF-8 as a character. */
export function pathForRouter(pathname: string): string {
  const text = decodeSlashless(pathname);
  if (text.isWellFormed()) return pathname;
  const inside = text.replace(/[\udc80-\udcff]/gu, (byte) => String.fromCodePoint(INSIDE + byte.charCodeAt(0) - 0xdc00));
  return encodeBytePath(inside);
}

/** Of the router: the same path as browsers and servers have it. */
export function pathForBrowser(pathname: string): string {
  const text = decodeSlashless(pathname);
  const outside = textOfParam(text);
  return outside === text ? pathname : encodeBytePath(outside);
}

/** A parameter of a route, with its bytes as the contracts write them (PEP 383). */
export function textOfParam(text: string): string {
  return text.replace(/[\u{10dc80}-\u{10dcff}]/gu, (character) =>
    String.fromCharCode(0xdc00 + (character.codePointAt(0) as number) - INSIDE),
  );
}

/** An encoded slash is no separator, so it stays encoded through both ways. */
function decodeSlashless(pathname: string): string {
  return pathname
    .split('/')
    .map((segment) => decodeByteText(segment.replace(/%2f/gi, '%252F')))
    .join('/');
}
