/** What one step may use. Defaults fit a machine of two cores. */
export interface StepLimits {
  /** Processes and threads at once. */
  processes: number;
  /** Memory of all its processes together, bytes. */
  memoryBytes: number;
  /** Share of the processors that all steps have together beside everything else, 100 being that of any other cgroup. */
  cpuWeight: number;
  /** Open files of each process. */
  openFiles: number;
  /** What the workflow's workspace, HOME and /tmp hold together, bytes; no single file may be larger either. */
  workspaceBytes: number;
}

const GIB = 1024 ** 3;

/** The weight is what nice gives steps where there is no cgroup. */
export const STEP_LIMITS: StepLimits = {
  processes: 1024,
  memoryBytes: 4 * GIB,
  cpuWeight: 33,
  openFiles: 16_384,
  workspaceBytes: 10 * GIB,
};

/**
 * What the kernel refuses by itself, as options of prlimit(1). Each bounds one process or, for processes, the step's own user
 * namespace (Linux 5.14 or newer; before, all of the id). Memory has no such option that programs could live with: runtimes and
 * parsers set aside gigabytes that they never touch. The watch bounds what is really used, and what all use together.
 */
export function limitOptions({ processes, openFiles, workspaceBytes }: StepLimits): string[] {
  return [`--nproc=${processes}`, `--nofile=${openFiles}`, `--fsize=${workspaceBytes}`, '--core=0'];
}

/** What its author is told of a step that passed its limit of memory. */
export function memoryReason({ memoryBytes }: StepLimits): string {
  return `The step used more memory than its limit of ${inMib(memoryBytes)}.`;
}

/** The same of processes: the kernel lets it have no more than the limit, and what asks for more fails over and over. */
export function processesReason({ processes }: StepLimits): string {
  return `The step reached its limit of ${processes} processes and threads.`;
}

/** The exit code of a shell whose command the kernel ended for a file beyond `--fsize`: SIGXFSZ, 128 + 25 (signal(7)). */
export const FILE_TOO_LARGE = 153;

/** The same of a file that would be larger than all that the step may keep. */
export function fileReason({ workspaceBytes }: StepLimits): string {
  return `A command was ended because a file of it would have passed the limit of ${inMib(workspaceBytes)}.`;
}

/** The same of a step that the kernel ended below its own limit. */
export function exhaustedReason(): string {
  return 'The memory of this machine, or of the platform on it, was used up, and the kernel ended this step.';
}

/** Bytes as people write them. */
export function inMib(bytes: number): string {
  return `${Math.floor(bytes / 1024 ** 2)} MiB`;
}
