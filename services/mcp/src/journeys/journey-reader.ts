import type { Journey, journeyList, ToolArguments } from '@mosaic/contracts/mosaic';
import type { Reader } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import { eventOf } from '@mosaic/platform/events';

import type { Call, McpContext } from '../context.ts';
import type { McpTables } from '../db/schema.ts';
import { AFTER_JOURNEY } from '../list-cursor.ts';
import { visibleProject } from '../projects/project-reader.ts';
import { visiblePage, type RowPage } from '../visible-rows.ts';
import { hopsOf } from './hops.ts';

export type JourneyRow = McpTables['journeys'];

/** Facts of one trace that are read at most; a journey of the platform has a few dozen. */
const FACTS_LIMIT = 500;

/** The journeys that a trace id or the beginning of a commit's id names, newest first. */
async function findJourneys(db: Reader<McpTables>, id: string): Promise<JourneyRow[]> {
  const exact = await db.selectFrom('journeys').selectAll().where('trace_id', '=', id).execute();
  if (exact.length > 0) return exact;
  const facts = await db
    .selectFrom('facts')
    .select('trace_id')
    .distinct()
    .where('sha', 'like', `${id}%`)
    .orderBy('trace_id')
    .limit(100)
    .execute();
  const traces = facts.map((fact) => fact.trace_id);
  if (traces.length === 0) return [];
  return db.selectFrom('journeys').selectAll().where('trace_id', 'in', traces).orderBy('started_at', 'desc').execute();
}

/** The newest journey that the id names and the caller may see. Throws `not_found`. */
export async function visibleJourney({ store, access, caller }: McpContext & Call, id: string): Promise<JourneyRow> {
  for (const row of await store.read((db) => findJourneys(db, id))) if (await access.sees(caller, row)) return row;
  throw new MosaicError('not_found', `Nothing is known of "${id}", or you may not know of it.`);
}

/** Journeys that the caller may see, newest first; those of a repository, of a project, or of both. */
export async function visibleJourneys(
  context: McpContext & Call,
  { project, repository, cursor, limit }: ToolArguments<typeof journeyList>,
): Promise<RowPage<JourneyRow>> {
  const { store, access, caller, cursors } = context;
  const repositories = [
    ...(repository === undefined ? [] : [repository]),
    ...(project === undefined ? [] : [(await visibleProject(context, project)).repository]),
  ];
  const page = await visiblePage<JourneyRow>({
    limit,
    after: cursor === undefined ? null : keysOf(cursors.open(cursor)),
    next: (previous, chunk) =>
      store.read((db) =>
        db
          .selectFrom('journeys')
          .selectAll()
          .$if(previous !== null, (query) =>
            query.where((where) =>
              where.or([
                where('started_at', '<', previous?.started_at ?? 0),
                where.and([where('started_at', '=', previous?.started_at ?? 0), where('trace_id', '<', previous?.trace_id ?? '')]),
              ]),
            ),
          )
          .$if(repositories.length > 0, (query) =>
            query.where((where) => where.and(repositories.map((name) => where('repository', '=', name)))),
          )
          .orderBy('started_at', 'desc')
          .orderBy('trace_id', 'desc')
          .limit(chunk)
          .execute(),
      ),
    isVisible: (row) => access.sees(caller, row),
  });
  return { rows: page.rows, next: cursors.next(page, ({ started_at = 0, trace_id = '' }) => AFTER_JOURNEY.write([started_at, trace_id])) };
}

function keysOf(cursor: string): Pick<JourneyRow, 'started_at' | 'trace_id'> {
  const [started_at, trace_id] = AFTER_JOURNEY.read(cursor);
  return { started_at, trace_id };
}

/** Journeys with all their hops. The rows belong to what the caller may see. */
export async function presentJourneys(db: Reader<McpTables>, rows: readonly JourneyRow[], publicUrl: string): Promise<Journey[]> {
  if (rows.length === 0) return [];
  const traces = rows.map((row) => row.trace_id);
  const facts = await db
    .selectFrom('facts')
    .selectAll()
    .where('trace_id', 'in', traces)
    .orderBy('seq')
    .limit(FACTS_LIMIT * rows.length)
    .execute();
  const deployments = await db.selectFrom('deployments').selectAll().where('trace_id', 'in', traces).orderBy('id').execute();
  const tasks = await db.selectFrom('tasks').selectAll().where('trace_id', 'in', traces).orderBy('created_at').execute();
  const notifications = await db
    .selectFrom('inbox')
    .select(['login', 'outcome', 'url', 'created_at', 'trace_id', 'repository'])
    .where('trace_id', 'in', traces)
    .orderBy('id')
    .execute();
  const projects = await db
    .selectFrom('projects')
    .select(['name', 'repository'])
    .where('repository', 'in', [...new Set(rows.map((row) => row.repository))])
    .execute();

  return rows.map((row) => {
    // A trace id comes from outside, so what bears it may be of another repository; that is not part of this journey.
    const isPart = (part: { trace_id: string; repository: string }) =>
      part.trace_id === row.trace_id && part.repository.toLowerCase() === row.repository.toLowerCase();
    return {
      traceId: row.trace_id,
      repository: row.repository,
      private: row.private === 1,
      project: projects.find((project) => project.repository === row.repository)?.name ?? '',
      title: row.title,
      sha: row.sha,
      startedAt: row.started_at,
      hops: hopsOf(publicUrl, {
        events: facts.filter(isPart).map((fact) => eventOf(fact, fact.source)),
        deployments: deployments.filter(isPart),
        tasks: tasks.filter(isPart),
        notifications: notifications.filter(isPart),
      }),
    };
  });
}
