import { Buffer } from 'node:buffer';

import { MosaicError } from '@mosaic/platform/errors';

/** Linux takes no single variable larger than this (MAX_ARG_STRLEN). */
const MAX_VARIABLE_SIZE = 128 * 1024 - 1;
/** What all variables may take together; Linux takes about 2 MiB with the arguments. */
const MAX_ENVIRONMENT_SIZE = 1024 * 1024;

/** Names that bash, where it is /bin/sh, keeps for itself; setting one would end the step. */
const READ_ONLY: ReadonlySet<string> = new Set(['UID', 'EUID', 'PPID', 'BASHOPTS', 'SHELLOPTS', 'BASH_VERSINFO']);

/** The text in single quotes of a POSIX shell. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The script of a step: each command is told (`+ command`) and run; the shell's `-e` ends it at the first failure. */
export function commandScript(commands: readonly string[]): string {
  return commands.map((command) => `printf '%s\\n' ${shellQuote(`+ ${command}`)}\n${command}\n`).join('');
}

/**
 * `export` lines for the second stage. Names that a shell cannot hold are left out; `CI_*` values that the system cannot
 * hold too. @throws MosaicError (`too_large`, `invalid_input`) for such a value of the step's own.
 */
export function exportLines(environment: Readonly<Record<string, string>>): string {
  let total = 0;
  let lines = '';
  for (const [name, value] of Object.entries(environment)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || READ_ONLY.has(name)) continue;
    if (value.includes('\0'))
      throw new MosaicError('invalid_input', `The variable ${name} holds a NUL character, which no environment can.`);
    const size = Buffer.byteLength(value) + name.length + 2;
    if (size > MAX_VARIABLE_SIZE) {
      if (name.startsWith('CI_')) continue;
      throw new MosaicError('too_large', `The variable ${name} is larger than 128 KiB; hand it over in a file.`);
    }
    total += size;
    lines += `export ${name}=${shellQuote(value)}\n`;
  }
  if (total > MAX_ENVIRONMENT_SIZE) throw new MosaicError('too_large', 'The variables of this step are larger than 1 MiB together.');
  return lines;
}
