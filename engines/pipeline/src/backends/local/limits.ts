/** What one step may use. Defaults fit a machine of two cores. */
export interface StepLimits {
  /** Processes and threads at once. */
  processes: number;
  /** Memory of all its processes together, bytes. */
  memoryBytes: number;
  /** Open files of each process. */
  openFiles: number;
  /** What the workflow's workspace, HOME and /tmp hold together, bytes; no single file may be larger either. */
  workspaceBytes: number;
}

const GIB = 1024 ** 3;

export const STEP_LIMITS: StepLimits = { processes: 1024, memoryBytes: 4 * GIB, openFiles: 16_384, workspaceBytes: 10 * GIB };

/**
 * What the kernel refuses by itself, as options of prlimit(1). Each bounds one process or, for processes, the step's own user
 * namespace (Linux 5.14 or newer; before, all of the id). Memory has no such option that programs could live with: runtimes and
 * parsers set aside gigabytes that they never touch. The watch bounds what is really used, and what all use together.
 */
export function limitOptions({ processes, openFiles, workspaceBytes }: StepLimits): string[] {
  return [`--nproc=${processes}`, `--nofile=${openFiles}`, `--fsize=${workspaceBytes}`, '--core=0'];
}

/** Bytes as people write them. */
export function inMib(bytes: number): string {
  return `${Math.floor(bytes / 1024 ** 2)} MiB`;
}
