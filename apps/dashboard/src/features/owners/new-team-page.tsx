import { orgCreateTeam } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { pathTo, useGo } from '../../parts/app-link.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { TeamIcon } from '../../theme/organization-icons.ts';
import { bodyOf, fieldsOf, TeamFieldSet } from './parts/team-form.tsx';
import { useOrganizationChanged } from './queries.ts';

/** Makes a team in an organization. */
export function NewTeamPage({ org }: { org: string }) {
  const go = useGo();
  const changed = useOrganizationChanged(org);
  const form = useWriteForm({
    initialValues: fieldsOf(),
    schema: orgCreateTeam.body,
    toBody: (fields) => bodyOf(fields),
    write: (body) => forge.call(orgCreateTeam, { org, body }),
    onDone: ({ id }) => {
      void changed();
      go(pathTo('-', 'organizations', org, 'teams', id));
    },
  });
  return (
    <ObjectPage
      title="Make a team"
      icon={TeamIcon}
      crumbs={[
        { label: org, href: pathTo(org) },
        { label: 'Teams', href: `${pathTo(org)}?tab=teams` },
      ]}
    >
      <WriteFormFrame form={form} act="Make team" refused="The team was not made">
        <TeamFieldSet form={form} />
      </WriteFormFrame>
    </ObjectPage>
  );
}
