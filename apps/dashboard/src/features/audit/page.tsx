import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { type AuditRecord, verifyAudit } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../../actions/copy-as.tsx';
import { accounts } from '../../api/clients.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded, MutationProblem } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import { type Column, DataTable } from '../../parts/table/data-table.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { auditQuery } from './queries.ts';

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
  // Records below this number; null for the newest.
  const [before, setBefore] = useState<number | null>(null);
  const page = useQuery(auditQuery(before));
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
      <Loaded query={page} rows={12}>
        {({ records, last }) => (
          <>
            {records.length === 0 ? (
              <NothingYet title="No records here" />
            ) : (
              <DataTable label="Audit records" rows={records} columns={auditColumns} rowKey={({ seq }) => seq} />
            )}
            <Group justify="center" p="sm">
              <Button variant="default" disabled={before === null} onClick={() => setBefore(null)}>
                Newest
              </Button>
              <Text size="xs" c="dimmed" className="figures">
                {records.length === 0 ? '' : `${last} to ${records[0]?.seq}`}
              </Text>
              <Button variant="default" disabled={last <= 1} onClick={() => setBefore(last)}>
                Earlier
              </Button>
            </Group>
          </>
        )}
      </Loaded>
    </Section>
  );
}
