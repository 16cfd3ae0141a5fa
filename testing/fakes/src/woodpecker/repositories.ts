import type { Repo } from '@mosaic/contracts/woodpecker';
import type { z } from 'zod';

import type { Guarded } from '../rights.ts';

/** A repository for which CI is on, or could be. */
export interface FakeCiRepository extends Pick<Partial<Guarded>, 'private' | 'members'> {
  id: number;
  /** Its id at the forge. */
  forgeId: number;
  /** "owner/name" */
  name: string;
  active: boolean;
}

/** As rights are asked for, which the forge has. */
export function guarded(repository: FakeCiRepository): Guarded & { of: FakeCiRepository } {
  const { name, private: isPrivate = false, members = {} } = repository;
  const [owner = ''] = name.split('/');
  return { owner, private: isPrivate, members, of: repository };
}

export function presentRepo(repository: FakeCiRepository): z.input<typeof Repo> {
  const { id, forgeId, name: fullName, active, private: isPrivate = false } = repository;
  const [owner = '', name = ''] = fullName.split('/');
  return { id, forge_remote_id: String(forgeId), owner, name, full_name: fullName, active, private: isPrivate };
}
