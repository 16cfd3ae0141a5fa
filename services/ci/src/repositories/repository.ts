import type { Selectable } from 'kysely';

import type { RepositoryTable } from '../db/schema.ts';

/** What CI knows of one of the forge's repositories. */
export type RepositoryRow = Selectable<RepositoryTable>;
