import type { SecretRow } from '../secrets/secret-store.ts';

/** A secret without its value, which no answer ever bears. */
export function presentSecret(secret: SecretRow) {
  return {
    id: secret.id,
    repo_id: secret.repository_id,
    org_id: 0,
    name: secret.name,
    images: JSON.parse(secret.images) as string[],
    events: (JSON.parse(secret.events) as string[]).toSorted(),
    note: secret.note,
  };
}
