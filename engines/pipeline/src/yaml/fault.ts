/** One finding in a pipeline file, in Woodpecker's form (docs/reference/pipelines.md#lint), with the place added. Lines and columns count from 1. */
export interface PipelineFault {
  type: 'linter' | 'deprecation' | 'compiler' | 'generic' | 'bad_habit';
  message: string;
  is_warning: boolean;
  data: { file: string; line?: number; column?: number; field?: string; docs?: string };
}

/** A place in a file. */
export interface Place {
  line: number;
  column: number;
}

/** Findings of one file that are told; who corrects these sees the next ones. */
const MAX_FAULTS = 100;
/** Characters of one finding; it may quote what a file says. */
const MAX_MESSAGE = 2_000;

/** Collects the findings of one file. */
export class FaultList {
  readonly file: string;
  readonly faults: PipelineFault[] = [];
  #hasErrors = false;
  #isCut = false;

  constructor(file: string) {
    this.file = file;
  }

  error(type: PipelineFault['type'], message: string, where: { place?: Place | undefined; field?: string } = {}): void {
    this.#add(type, message, false, where);
  }

  warn(type: PipelineFault['type'], message: string, where: { place?: Place | undefined; field?: string } = {}): void {
    this.#add(type, message, true, where);
  }

  get hasErrors(): boolean {
    return this.#hasErrors;
  }

  #add(type: PipelineFault['type'], message: string, isWarning: boolean, where: { place?: Place | undefined; field?: string }): void {
    // The first error is told in any case: without it nobody would know why nothing runs.
    const isNeeded = !isWarning && !this.#hasErrors;
    this.#hasErrors ||= !isWarning;
    if (this.faults.length >= MAX_FAULTS && !isNeeded) return this.#noteMore();
    const data: PipelineFault['data'] = { file: this.file };
    if (where.place !== undefined) {
      data.line = where.place.line;
      data.column = where.place.column;
    }
    if (where.field !== undefined) data.field = where.field;
    const told = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
    this.faults.push({ type, message: told, is_warning: isWarning, data });
  }

  #noteMore(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    const message = `There are more than ${MAX_FAULTS} findings in this file; the others are told once these are mended.`;
    this.faults.push({ type: 'generic', message, is_warning: true, data: { file: this.file } });
  }
}
