import type { Pipeline } from '@mosaic/contracts/mosaic';

import { found } from '../found.ts';
import type { ToolAnswers, ToolCaller } from './fake-tools.ts';
import { shownFrom } from './shown-from.ts';

/** Pipelines as the tools show them, in the order in which they were made. */
export class Pipelines {
  readonly all: Pipeline[] = [];
  /** Lines of a step, by its id; none where there are none. */
  readonly logs = new Map<number, string[]>();

  /** @param allow Throws for who may not ask. */
  answers(allow: (caller: ToolCaller) => void): ToolAnswers {
    const pipelineOf = ({ repository, number }: { repository: string; number: number }, caller: ToolCaller): Pipeline => {
      allow(caller);
      return found(this.all.find((one) => one.repository === repository && one.number === number));
    };
    return {
      ci_pipeline_get: (named, caller) => ({ pipeline: pipelineOf(named, caller) }),
      ci_pipeline_list: ({ repository, branch, ...wanted }, caller) => {
        allow(caller);
        const listed = this.all.filter((one) => one.repository === repository && (branch ?? one.branch) === one.branch);
        const { shown, next } = shownFrom(listed.toReversed(), wanted);
        return { pipelines: shown, next };
      },
      ci_pipeline_log: ({ stepId, from, limit, ...named }, caller) => {
        const steps = pipelineOf(named, caller).workflows.flatMap((workflow) => workflow.steps);
        const lines = this.logs.get(found(steps.find(({ id }) => id === stepId)).id) ?? [];
        const first = from < 0 ? Math.max(0, lines.length + from) : from;
        const shown = lines.slice(first, first + limit).map((text, index) => ({ line: first + index, text }));
        return { lines: shown, total: lines.length };
      },
    };
  }
}
