import { useState } from 'react';

import type { OAuth2Application } from '@mosaic/contracts/gitea';

import { Section } from '../../parts/object-page.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import { may, useSession } from '../session/queries.ts';
import { ApplicationForm } from './parts/application-form.tsx';
import { ApplicationSecret } from './parts/application-secret.tsx';
import { LetInTable } from './parts/let-in-table.tsx';
import { OwnTable } from './parts/own-table.tsx';

/** Programs that sign people in through us: whom one has let in, and those that one has registered. */
export function ApplicationsPage() {
  const session = useSession();
  const [made, setMade] = useState<OAuth2Application | null>(null);
  return (
    <SystemFrame section="applications">
      <Section title="Applications you let in">
        <LetInTable />
      </Section>
      <Section title="Applications you registered">
        {made !== null && <ApplicationSecret application={made} onClose={() => setMade(null)} />}
        <OwnTable />
      </Section>
      {may(session, 'forge:user:write') && (
        <Section title="Register an application">
          <div className="prose-box">
            <ApplicationForm onMade={setMade} />
          </div>
        </Section>
      )}
    </SystemFrame>
  );
}
