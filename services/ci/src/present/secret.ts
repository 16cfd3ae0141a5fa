import { fromJson } from '@mosaic/platform/db';

import type { SecretRow } from '../secrets/secret-reader.ts';

/** A secret without its value, which no answer ever bears. */
export function presentSecret(secret: SecretRow) {
  return {
    id: secret.id,
    repo_id: secret.repository_id,
    org_id: 0,
    name: secret.name,
    images: fromJson(secret.images),
    events: fromJson(secret.events).toSorted(),
    note: secret.note,
  };
}
