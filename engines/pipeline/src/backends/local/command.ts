/** PATH of the fence's own programs; a step's PATH is its own matter. */
export const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A command line: the program, its arguments, and the only environment it starts with. */
export interface FencedCommand {
  file: string;
  args: string[];
  env: Record<string, string>;
}
