/** Kinds of file that build tools name by their content; pages and feeds keep their names. */
const ASSET = /\.(?:m?js|css|map|json|wasm|woff2?|ttf|otf|eot|png|jpe?g|gif|svg|webp|avif|ico|mp[34]|webm|ogg)$/i;

/**
 * Whether a file's name holds a hash of its content, as build tools write it before the extension: `app.3f9a01bc.js`,
 * `index-B3wrgT4a.css`, `chunk-5QKZXE2A.js`, `Bq1pAz_s.js`. `certain`: no word of people looks so, so the content never
 * changes under this name. `likely`: it may be a word too (`icon-DarkMode.svg`).
 */
export function contentHash(path: string): 'certain' | 'likely' | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!ASSET.test(name)) return null;
  // `app.3f9a01bc.chunk.css`, `app.3f9a01bc.js.map`: the hash is one of the words between dots, or the tail of one.
  const found = name.split('.').slice(0, -1).flatMap(tokensOf).map(judge);
  return found.includes('certain') ? 'certain' : found.includes('likely') ? 'likely' : null;
}

/** What may be the hash of a word: what stands after its last dash or underscore, or its last eight characters after a dash. */
function tokensOf(word: string): string[] {
  const tail = /^(?:.*[-_])?([A-Za-z0-9]{8,64})$/.exec(word)?.[1];
  // Eight characters of base64url may hold "-" and "_" themselves (Vite, Rollup).
  const eight = /^(?:.*-)?([\w-]{8})$/.exec(word)?.[1];
  return [tail, eight].filter((token) => token !== undefined);
}

function judge(token: string): 'certain' | 'likely' | null {
  const digits = token.replace(/\D/g, '').length;
  const hasUpper = /[A-Z]/.test(token);
  const hasLower = /[a-z]/.test(token);
  if (/^[0-9a-f]+$/.test(token)) return hasLower && digits >= 2 ? 'certain' : null;
  // esbuild's base 32. DSC00123 and FORMULA2 are words with a number behind.
  if (/^[A-Z2-7]{8}$/.test(token)) return digits > 0 && !/^[A-Z]+\d+$|^\d+[A-Z]+$/.test(token) ? 'certain' : null;
  // A number of four digits or more is a year, a version or a count.
  if (/\d{4}/.test(token)) return null;
  // Level1Up and MyApp2Go are three or four pieces; most hashes of eight characters are five or more.
  const pieces = token.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[-_]/g) ?? [];
  if (hasUpper && hasLower) return pieces.length >= 5 ? 'certain' : 'likely';
  return digits >= 2 && /[a-z]\d+[a-z]+\d/i.test(token) ? 'likely' : null;
}
