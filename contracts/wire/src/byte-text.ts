/*
 * Names in git (paths, refs) are bytes, and not always UTF-8. Such a name travels as a string that keeps every byte: what is
 * UTF-8 is decoded, each other byte 0x80–0xFF becomes the lone surrogate U+DC80–U+DCFF (PEP 383, "surrogateescape").
 * JSON carries it as "\udcff", an address as the byte itself, "%FF".
 */

/** BOM and all: a name may begin with one. */
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();
/** With the u flag only a surrogate that stands alone matches. */
const ESCAPED = /([\udc80-\udcff])/u;

/** The string of some bytes; {@link bytesOfText} gives them back. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return decodeByPieces(bytes);
  }
}

/** The bytes of a string from {@link textOfBytes}; any other lone surrogate becomes U+FFFD. */
export function bytesOfText(text: string): Uint8Array {
  if (text.isWellFormed()) return ENCODER.encode(text);
  const pieces = text.split(ESCAPED).map((piece, index) => (index % 2 === 0 ? ENCODER.encode(piece) : Uint8Array.of(byteOf(piece))));
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Like `encodeURIComponent`, for a text that may stand for bytes. */
export function encodeByteText(text: string): string {
  if (text.isWellFormed()) return encodeURIComponent(text);
  const pieces = text.split(ESCAPED);
  return pieces
    .map((piece, index) => (index % 2 === 0 ? encodeURIComponent(piece.toWellFormed()) : `%${byteOf(piece).toString(16).toUpperCase()}`))
    .join('');
}

/** A slash beside "." or "..", which leads elsewhere before a server sees it (RFC 3986, 5.2.4). */
const WALKING_SLASH = /\/(?=\.{1,2}(?:\/|$))|(?<=(?:^|\/)\.{1,2})\//g;

/** A path for an address: slashes stay, but for those beside dots, which no path in git has; everything else is encoded. */
export function encodeBytePath(path: string): string {
  return path.split('/').map(encodeByteText).join('/').replace(WALKING_SLASH, '%2F');
}

/** Undoes {@link encodeByteText}. Total: a "%" that begins no byte stands for itself. */
export function decodeByteText(encoded: string): string {
  if (!encoded.includes('%')) return encoded;
  try {
    return decodeURIComponent(encoded);
  } catch {
    const pieces = encoded.split(/%([0-9a-f]{2})/i);
    const text = pieces.map((piece, index) => (index % 2 === 0 ? piece : escapeOf(Number.parseInt(piece, 16)))).join('');
    // Once more through the bytes: escapes that are UTF-8 together are letters.
    return textOfBytes(bytesOfText(text));
  }
}

function byteOf(escaped: string): number {
  return escaped.charCodeAt(0) - 0xdc00;
}

function escapeOf(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}

function decodeByPieces(bytes: Uint8Array): string {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceAt(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > start) pieces.push(STRICT.decode(bytes.subarray(start, at)));
    pieces.push(escapeOf(bytes[at] ?? 0));
    start = ++at;
  }
  if (start < bytes.length) pieces.push(STRICT.decode(bytes.subarray(start)));
  return pieces.join('');
}

/** Length of the UTF-8 sequence that begins here; 0 when none does (Unicode 15, table 3-7). */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > bytes.length) return 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[at + 1] ?? 0;
  if (second < lowest || second > highest) return 0;
  for (let next = at + 2; next < at + length; next++) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
