import type { Transcript } from '@mosaic/engines/agents';
import { TRANSCRIPT, type TaskStep } from '@mosaic/contracts/mosaic';

/** What was done in an attempt, until it is handed over with a heartbeat or the report. */
export interface TranscriptRecorder extends Transcript {
  /** Entries that were not handed over yet; the attempt's secret stands in none. */
  take(): TaskStep[];
  /** Puts back what could not be handed over. */
  putBack(steps: readonly TaskStep[]): void;
}

/** Room for how the attempt ended, which is noted when the rest is full. */
const LAST = 1;

export function createTranscript(secret: string, { now = Date.now }: { now?: () => number } = {}): TranscriptRecorder {
  let waiting: TaskStep[] = [];
  let count = 0;
  return {
    note(kind, text) {
      count += 1;
      if (count > TRANSCRIPT.steps - LAST && kind !== 'end') return;
      const left = Math.max(0, count - TRANSCRIPT.steps);
      const words = left === 0 ? text : `${text} (${left} entries before this are left out)`;
      waiting.push({ at: now(), kind, text: inShort(words.replaceAll(secret, '***')) });
    },
    take() {
      const steps = waiting;
      waiting = [];
      return steps;
    },
    putBack: (steps) => void waiting.unshift(...steps),
  };
}

function inShort(text: string): string {
  return text.length <= TRANSCRIPT.characters ? text : `${text.slice(0, TRANSCRIPT.characters - 1)}…`;
}
