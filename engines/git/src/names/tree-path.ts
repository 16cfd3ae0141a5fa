import { bytesOfText, textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

const PATH_MAX_BYTES = 4_096;
const COMPONENT_MAX_BYTES = 255;
// Code points that HFS+ ignores in file names (git's utf8.c, next_hfs_char).
const HFS_IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
// oxlint-disable-next-line no-control-regex -- a file name with control characters is never meant
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * Guards a path that a caller wants to write: relative, with "/" between components, no trick that a checkout on
 * Linux, macOS or Windows could take for ".git" or for a way out (CVE-2014-9390, git's verify_path).
 * Names are bytes (`textOfBytes`); the one spelling of each is taken, so that no escape hides a letter from these rules.
 * @returns the components.
 * @throws MosaicError `invalid_input`.
 */
export function checkTreePath(path: string): string[] {
  const plain = textOfBytes(bytesOfText(path));
  const fault = plain.includes('\ufffd') && !path.includes('\ufffd') ? 'it is not valid Unicode' : faultOf(plain);
  if (fault !== null) throw new MosaicError('invalid_input', `The path ${JSON.stringify(path.slice(0, 200))} cannot be written: ${fault}.`);
  return plain.split('/');
}

function faultOf(path: string): string | null {
  if (path === '') return 'it is empty';
  if (bytesOfText(path).length > PATH_MAX_BYTES) return `it is longer than ${PATH_MAX_BYTES} bytes`;
  if (CONTROL.test(path)) return 'it contains a control character';
  for (const part of path.split('/')) {
    if (part === '') return 'it is absolute or has an empty component';
    if (part === '.' || part === '..') return 'it contains "." or ".."';
    if (bytesOfText(part).length > COMPONENT_MAX_BYTES) return `a component is longer than ${COMPONENT_MAX_BYTES} bytes`;
    // Windows takes "\" for a separator, so every piece counts.
    if (part.split('\\').some((piece) => piece === '..' || looksLikeDotGit(piece))) return 'a component means ".git" on some system';
  }
  return null;
}

/** Whether some file system opens ".git" under this name. */
function looksLikeDotGit(component: string): boolean {
  const plain = component.replace(HFS_IGNORED, '').toLowerCase();
  // NTFS drops trailing dots and spaces, opens streams behind ":", and knows the short name.
  const ntfs = (plain.split(':')[0] ?? '').replace(/[. ]+$/, '');
  return ntfs === '.git' || ntfs === 'git~1';
}

/** Splits a path that is only read; leading and trailing slashes do not count, "" is the root. */
export function splitReadPath(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
