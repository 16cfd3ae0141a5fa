import {
  ciPipelineList,
  ciPipelineLog,
  deploymentList,
  eventRead,
  forgeFileRead,
  forgePullRequestList,
  forgeRepositoryList,
  forgeSearch,
  inboxList,
  journeyList,
  taskList,
  taskTranscript,
  tonyMessageList,
  tonyProjectList,
  type ToolDatum,
  type ToolName,
  type ToolOutput,
} from '@mosaic/contracts/mosaic';

import { AFTER_DEPLOYMENT, AFTER_ENTRY, AFTER_JOURNEY, AFTER_PROJECT, AFTER_PULL_REQUEST, AFTER_TASK } from '../list-cursor.ts';

/** An answer that is shorter, whole in itself, and the words that say what is left out and how to get it. */
export interface CutResult {
  result: Record<string, unknown>;
  note: string;
}

type Row<D extends ToolDatum, K extends keyof ToolOutput<D>> = ToolOutput<D>[K] extends readonly (infer R)[] ? R : never;

/** A list within an answer; `rest` says of what follows the rows shown which members of the answer change, and how to ask. */
interface Cut {
  rows: string;
  rest: (last: never, shown: number) => { members?: Record<string, unknown>; how: string };
}

function cut<D extends ToolDatum, K extends keyof ToolOutput<D> & string>(
  { name }: D,
  rows: K,
  rest: (last: Row<D, K>, shown: number) => { members?: Partial<ToolOutput<D>>; how: string },
): [name: string, cut: Cut] {
  return [name, { rows, rest }];
}

const byCursor = (next: string) => ({ members: { next }, how: `go on with "cursor": "${next}"` });

/** Tools whose answers are lists, by what a client that reads only the text goes on. */
const CUTS: ReadonlyMap<string, Cut> = new Map([
  cut(tonyProjectList, 'projects', ({ name }) => byCursor(AFTER_PROJECT.write([name]))),
  cut(taskList, 'tasks', ({ createdAt, key }) => byCursor(AFTER_TASK.write([createdAt, key]))),
  cut(journeyList, 'journeys', ({ startedAt, traceId }) => byCursor(AFTER_JOURNEY.write([startedAt, traceId]))),
  cut(deploymentList, 'deployments', ({ id }) => byCursor(AFTER_DEPLOYMENT.write([id]))),
  cut(inboxList, 'entries', ({ id }) => byCursor(AFTER_ENTRY.write([id]))),
  cut(forgePullRequestList, 'pullRequests', ({ number }) => byCursor(AFTER_PULL_REQUEST.write([number]))),
  cut(ciPipelineList, 'pipelines', (_last, shown) => ({
    how: `ask with "limit": ${shown} and go on with the "next" of that answer`,
  })),
  cut(eventRead, 'events', ({ seq }) => ({ members: { last: seq }, how: `go on with "after": ${seq}` })),
  cut(taskTranscript, 'steps', ({ seq }) => ({ how: `go on with "after": ${seq}` })),
  cut(tonyMessageList, 'messages', ({ id }) => ({ how: `go on with "after": ${id}` })),
  cut(ciPipelineLog, 'lines', ({ line }) => ({ how: `go on with "from": ${line + 1}` })),
  cut(forgeRepositoryList, 'repositories', (_last, shown) => ({
    how: `ask with "limit": ${shown} and go through the pages`,
  })),
  cut(forgeSearch, 'matches', () => ({ how: 'search for a longer text' })),
]);

/**
 * The answer cut at whole rows, or at whole lines of a file, so that its JSON has about `limit` characters; at least one row
 * stays. Null for an answer that is one thing: its size is bounded by the tool.
 */
export function cutResult(name: ToolName, answer: Record<string, unknown>, limit: number): CutResult | null {
  if (name === forgeFileRead.name) return cutFile(answer as ToolOutput<typeof forgeFileRead>, limit);
  const how = CUTS.get(name);
  const rows = how === undefined ? undefined : answer[how.rows];
  if (how === undefined || !Array.isArray(rows) || rows.length < 2) return null;
  const shown = rows.slice(
    0,
    countWithin(
      rows.map((row) => JSON.stringify(row)),
      limit,
    ),
  );
  if (shown.length === rows.length) return null;
  const rest = how.rest(shown.at(-1) as never, shown.length);
  return {
    result: { ...answer, [how.rows]: shown, ...rest.members },
    note: `${shown.length} of ${rows.length} rows of "${how.rows}" are shown here; for the rest ${rest.how}.`,
  };
}

function cutFile(answer: ToolOutput<typeof forgeFileRead>, limit: number): CutResult {
  const lines = answer.text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const count = countWithin(
    lines.map((line) => JSON.stringify(line)),
    limit,
  );
  const text = lines.slice(0, count).join('');
  const end = answer.fromLine + count - 1;
  if (text.length > limit * 2)
    return {
      result: { ...answer, text: text.slice(0, limit), lines: count, truncated: true },
      note: `Line ${end} has ${text.length} characters, of which the first ${limit} are shown here; clone the repository for the rest.`,
    };
  return {
    result: { ...answer, text, lines: count, truncated: end < answer.totalLines },
    note: `Lines ${answer.fromLine} to ${end} of ${answer.totalLines} are shown here; go on with "fromLine": ${end + 1}.`,
  };
}

/** How many texts fit into so many characters; one at least. */
function countWithin(texts: readonly string[], limit: number): number {
  let length = 0;
  const over = texts.findIndex((text) => (length += text.length + 1) > limit);
  return over === -1 ? texts.length : Math.max(1, over);
}
