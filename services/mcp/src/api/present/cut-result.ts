import type { ToolName, ToolOutput } from '@mosaic/contracts/mosaic';

import { AFTER_DEPLOYMENT, AFTER_ENTRY, AFTER_JOURNEY, AFTER_PROJECT, AFTER_TASK } from '../../list-cursor.ts';

/** An answer that is shorter, whole in itself, and the words that say what is left out and how to get it. */
export interface CutResult {
  result: Record<string, unknown>;
  note: string;
}

/** The rest of a list after the rows shown: members of the answer that change with it, and how to ask. */
type Rest<N extends ToolName> = (answer: ToolOutput<N>, last: never) => { members?: Partial<ToolOutput<N>>; how: string };
type Row<N extends ToolName, K extends keyof ToolOutput<N>> = ToolOutput<N>[K] extends readonly (infer R)[] ? R : never;

interface Cut {
  rows: string;
  rest: (answer: never, last: never, shown: number) => { members?: Record<string, unknown>; how: string };
}

function cut<N extends ToolName, K extends keyof ToolOutput<N> & string>(
  _name: N,
  rows: K,
  rest: (answer: ToolOutput<N>, last: Row<N, K>, shown: number) => ReturnType<Rest<N>>,
): Cut {
  return { rows, rest };
}

const byCursor = (next: string) => ({ members: { next }, how: `go on with "cursor": "${next}"` });

/** Tools whose answers are lists, by what a client that reads only the text goes on. */
const CUTS: Partial<Record<ToolName, Cut>> = {
  tony_project_list: cut('tony_project_list', 'projects', (_answer, { name }) => byCursor(AFTER_PROJECT.write([name]))),
  task_list: cut('task_list', 'tasks', (_answer, { createdAt, key }) => byCursor(AFTER_TASK.write([createdAt, key]))),
  journey_list: cut('journey_list', 'journeys', (_answer, { startedAt, traceId }) => byCursor(AFTER_JOURNEY.write([startedAt, traceId]))),
  deployment_list: cut('deployment_list', 'deployments', (_answer, { id }) => byCursor(AFTER_DEPLOYMENT.write([id]))),
  inbox_list: cut('inbox_list', 'entries', (_answer, { id }) => byCursor(AFTER_ENTRY.write([id]))),
  ci_pipeline_list: cut('ci_pipeline_list', 'pipelines', (_answer, _last, shown) => ({
    how: `ask with "limit": ${shown} and go on with the "next" of that answer`,
  })),
  event_read: cut('event_read', 'events', (_answer, { seq }) => ({ members: { last: seq }, how: `go on with "after": ${seq}` })),
  tony_message_list: cut('tony_message_list', 'messages', (_answer, { id }) => ({ how: `go on with "after": ${id}` })),
  ci_pipeline_log: cut('ci_pipeline_log', 'lines', (_answer, { line }) => ({ how: `go on with "from": ${line + 1}` })),
  forge_repository_list: cut('forge_repository_list', 'repositories', (_answer, _last, shown) => ({
    how: `ask with "limit": ${shown} and go through the pages`,
  })),
  forge_search: cut('forge_search', 'matches', () => ({ how: 'search for a longer text' })),
};

/**
 * The answer cut at whole rows, or at whole lines of a file, so that its JSON has about `limit` characters; at least one row
 * stays. Null for an answer that is one thing: its size is bounded by the tool.
 */
export function cutResult(name: ToolName, answer: Record<string, unknown>, limit: number): CutResult | null {
  if (name === 'forge_file_read') return cutFile(answer as ToolOutput<'forge_file_read'>, limit);
  const how = CUTS[name];
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
  const rest = how.rest(answer as never, shown.at(-1) as never, shown.length);
  return {
    result: { ...answer, [how.rows]: shown, ...rest.members },
    note: `${shown.length} of ${rows.length} rows of "${how.rows}" are shown here; for the rest ${rest.how}.`,
  };
}

function cutFile(answer: ToolOutput<'forge_file_read'>, limit: number): CutResult {
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
