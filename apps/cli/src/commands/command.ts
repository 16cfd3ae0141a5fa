import type { Command } from 'commander';

/** Adds one command to the program; `exit` sets the exit code of a run that neither threw nor did its work. */
export type AddCommand = (program: Command, exit: (code: number) => void) => void;

/** The home that a command's options name; undefined leaves it to the configuration. */
export function homeOf(command: Command): string | undefined {
  return (command.optsWithGlobals() as { home?: string }).home;
}
