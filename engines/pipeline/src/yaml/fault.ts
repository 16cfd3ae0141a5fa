/** One finding in a pipeline file, in Woodpecker's form (ci.md 1.10), with the place added. Lines and columns count from 1. */
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

/** Collects the findings of one file. */
export class FaultList {
  readonly file: string;
  readonly faults: PipelineFault[] = [];

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
    return this.faults.some((fault) => !fault.is_warning);
  }

  #add(type: PipelineFault['type'], message: string, isWarning: boolean, where: { place?: Place | undefined; field?: string }): void {
    const data: PipelineFault['data'] = { file: this.file };
    if (where.place !== undefined) {
      data.line = where.place.line;
      data.column = where.place.column;
    }
    if (where.field !== undefined) data.field = where.field;
    this.faults.push({ type, message, is_warning: isWarning, data });
  }
}
