import { journeyList } from '@mosaic/contracts/mosaic';

import { presentJourneys, type JourneyRow } from '../journeys/journey-reader.ts';
import { AFTER_JOURNEY } from '../list-cursor.ts';
import { visibleProject } from '../projects/project-reader.ts';
import { visiblePage } from '../visible-rows.ts';
import { readTool } from './tool.ts';

function keysOf(cursor: string): Pick<JourneyRow, 'started_at' | 'trace_id'> {
  const [started_at, trace_id] = AFTER_JOURNEY.read(cursor);
  return { started_at, trace_id };
}

export const journeyListTool = readTool(journeyList, async (input, context) => {
  const { store, access, caller, publicUrl, cursors } = context;
  const repositories = [
    ...(input.repository === undefined ? [] : [input.repository]),
    ...(input.project === undefined ? [] : [(await visibleProject(context, input.project)).repository]),
  ];
  const page = await visiblePage<JourneyRow>({
    limit: input.limit,
    after: input.cursor === undefined ? null : keysOf(cursors.open(input.cursor)),
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
  return {
    journeys: await store.read((db) => presentJourneys(db, page.rows, publicUrl)),
    next: cursors.next(page, (last) => AFTER_JOURNEY.write([Number(last.started_at), last.trace_id ?? ''])),
  };
});
