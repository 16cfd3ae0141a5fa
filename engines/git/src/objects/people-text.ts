type Decoder = InstanceType<typeof TextDecoder>;

/** git's own default, and what `Content-Type` says of text without a charset. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Bytes that are no UTF-8 and name no encoding are read as gitweb reads them: as Latin-1 (Windows' extension of it). */
const FALLBACK = new TextDecoder('windows-1252');

/**
 * Bytes that people wrote for people (messages, names of authors, lines of files) as well-formed text. Not lossless: what is to be
 * found or written again is {@link textOfBytes}. NUL, which some stores refuse, is shown as U+FFFD.
 * @param encoding as a commit's header names it; unknown ones are read like none.
 */
export function peopleText(bytes: Uint8Array, encoding?: string): string {
  const decoder = encoding === undefined ? undefined : decoderOf(encoding);
  return decode(bytes, decoder).replaceAll('\0', '\ufffd');
}

function decode(bytes: Uint8Array, stated: Decoder | undefined): string {
  if (stated !== undefined) return stated.decode(bytes);
  try {
    return UTF8.decode(bytes);
  } catch {
    return FALLBACK.decode(bytes);
  }
}

/** None for UTF-8 in its spellings, so that a wrong claim falls back, and for encodings that nobody knows. */
function decoderOf(encoding: string): Decoder | undefined {
  try {
    const decoder = new TextDecoder(encoding);
    return decoder.encoding === 'utf-8' ? undefined : decoder;
  } catch {
    return undefined;
  }
}
