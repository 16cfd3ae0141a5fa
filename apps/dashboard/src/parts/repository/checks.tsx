import { useQuery } from '@tanstack/react-query';

import { combinedStatusQuery } from '../../features/commits/queries.ts';
import { AppLink } from '../app-link.tsx';
import { Section } from '../object-page.tsx';
import { Row, Rows } from '../rows.tsx';
import { StatusIcon } from '../status/status-icon.tsx';

/** The newest check of each context of a commit; nothing where there is none. */
export function Checks({ owner, repo, sha }: { owner: string; repo: string; sha: string }) {
  const checks = useQuery(combinedStatusQuery(owner, repo, sha)).data?.statuses ?? [];
  if (checks.length === 0) return null;
  return (
    <Section title="Checks">
      <Rows>
        {checks.map(({ id, context, status, description, target_url }) => (
          <Row key={id}>
            <StatusIcon of="check" status={status} />
            {target_url === '' ? (
              <span>{context}</span>
            ) : (
              <AppLink href={target_url} className="text-link">
                {context}
              </AppLink>
            )}
            <span className="muted truncate">{description}</span>
          </Row>
        ))}
      </Rows>
    </Section>
  );
}
