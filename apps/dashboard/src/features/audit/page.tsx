import { Alert, Button, Group } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';

import { type AuditRecord, verifyAudit } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../../actions/copy-as.tsx';
import { accounts } from '../../api/clients.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded, MutationProblem } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import { type Column, DataTable } from '../../parts/table/data-table.tsx';
import { More } from '../../parts/table/pager.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { auditQuery } from './queries.ts';

export { auditQuery } from './queries.ts';

const auditColumns: readonly Column<AuditRecord>[] = [
  { header: 'What', cell: ({ type }) => <span className="mono">{type.replace(/^dev\.(mosaic|cdevents)\./, '')}</span> },
  { header: 'About', cell: ({ subject }) => subject, width: '26%' },
  { header: 'Who', cell: ({ actor }) => (actor === '' ? null : <ActorAvatar login={actor} />), width: '16%', phone: 'first' },
  { header: 'Service', cell: ({ source }) => source, width: '110px', phone: 'none' },
  { header: 'Number', cell: ({ seq }) => <span className="figures">{seq}</span>, width: '90px', align: 'right', phone: 'none' },
  { header: 'When', cell: ({ time }) => <RelativeTime time={time} />, width: '140px', align: 'right' },
];

/** Who did what, newest first; the chain can be proved whole. */
export function AuditPage() {
  return (
    <SystemFrame section="audit">
      <Audit />
    </SystemFrame>
  );
}

function Audit() {
  const audit = useInfiniteQuery(auditQuery);
  const verify = useMutation({ mutationFn: () => accounts.call(verifyAudit, {}) });
  const verdict = verify.data;
  return (
    <Section
      title="Audit"
      aside={
        <Group gap="sm">
          <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
            Verify the chain
          </Button>
          <CopyAs title="Verify the chain" equivalents={{ command: './mosaic doctor' }} />
        </Group>
      }
    >
      <div role="status">
        {verdict !== undefined && (
          <Alert
            color={verdict.intact ? 'ok' : 'fail'}
            variant="light"
            title={verdict.intact ? 'The chain is whole' : `The chain is broken at record ${verdict.brokenAt}`}
          >
            {verdict.records.toLocaleString('en')} records were read.
          </Alert>
        )}
      </div>
      <MutationProblem title="The chain could not be verified" error={verify.error} />
      <Loaded query={audit} rows={12}>
        {({ pages }) => {
          const records = pages.flatMap((page) => page.records);
          if (records.length === 0) return <NothingYet title="No records here" />;
          return (
            <>
              <DataTable label="Audit records" rows={records} columns={auditColumns} rowKey={({ seq }) => seq} />
              <More query={audit} shown={records.length} noun="records" />
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
