import { projectCreated } from '@mosaic/contracts/mosaic';
import type { RepositoryView } from '@mosaic/platform/identity';

import type { Call, McpContext } from '../context.ts';
import type { McpWriter } from '../facts/fact-writer.ts';
import { judgeClaim } from './project-policy.ts';
import type { ProjectRow } from './project-reader.ts';

/** The name of the repository that a project name is bound to, where the caller may know it; for the words of a refusal. */
export async function shownOwner({ store, access, caller }: McpContext & Call, project: string): Promise<string | null> {
  const row = await store.read((db) => db.selectFrom('projects').selectAll().where('name', '=', project).executeTakeFirst());
  return row !== undefined && (await access.sees(caller, row)) ? row.repository : null;
}

/** Binds the name to the repository unless it is so already. Throws `conflict` when either is bound otherwise. */
export async function claimProject(
  writer: McpWriter,
  { project, repository, shown }: { project: string; repository: RepositoryView; shown: string | null },
): Promise<ProjectRow> {
  const { db } = writer;
  const byName = await db.selectFrom('projects').selectAll().where('name', '=', project).executeTakeFirst();
  const byRepository = await db.selectFrom('projects').select('name').where('repository_id', '=', repository.id).executeTakeFirst();
  const verdict = judgeClaim({
    project,
    repositoryId: repository.id,
    byName: byName === undefined ? null : { repositoryId: byName.repository_id, shown },
    byRepository: byRepository?.name ?? null,
  });
  if (verdict === 'bound') return byName as ProjectRow;
  const row: ProjectRow = {
    name: project,
    repository: repository.fullName,
    repository_id: repository.id,
    private: repository.private ? 1 : 0,
    owner: repository.owner,
    created_by: writer.cause.actor,
    created_at: writer.now,
  };
  await db.insertInto('projects').values(row).execute();
  writer.emit(projectCreated, {
    subject: project,
    data: { project, repository: repository.fullName },
  });
  return row;
}
