import { readFileSync } from 'node:fs';

/** The text of a file of the system's; empty where it is not there or may not be read. */
export function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
