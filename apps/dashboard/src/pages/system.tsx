import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { type AuditRecord, listAudit, type ParkedEvent, type Principal, type SystemStatus, verifyAudit } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../actions/copy-as.tsx';
import { accounts } from '../api/clients.ts';
import { principalsQuery, systemQuery } from '../api/queries.ts';
import { may, useSession } from '../api/session.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { useGo } from '../parts/app-link.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { formatDuration } from '../parts/duration.ts';
import { NotAllowed, NothingYet } from '../parts/empty.tsx';
import { Loaded, MutationProblem } from '../parts/loaded.tsx';
import { ObjectPage, Section } from '../parts/object-page.tsx';
import { PagedTable } from '../parts/paged-table.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { StatusIcon } from '../parts/status-icon.tsx';
import { SystemIcon } from '../theme/icons.ts';
import { AccountSection } from './account.tsx';
import { InviteForm } from './invite-form.tsx';
import { TokensSection } from './tokens.tsx';

const SECTIONS = [
  { value: 'health', label: 'Health', grant: 'accounts:system:read' },
  { value: 'people', label: 'People and agents', grant: 'accounts:principal:read' },
  { value: 'tokens', label: 'Tokens', grant: 'accounts:token:read' },
  { value: 'audit', label: 'Audit', grant: 'accounts:audit:read' },
  { value: 'account', label: 'Your account', grant: null },
] as const;

/** Health, people and access, audit; each reader sees the parts that are theirs. */
export function SystemPage() {
  const session = useSession();
  const go = useGo();
  const allowed = SECTIONS.filter(({ grant }) => grant === null || may(session, grant));
  const { section: asked } = useRouteParams('section');
  const section = asked === '' ? (allowed[0]?.value ?? '') : asked;
  const isAllowed = allowed.some(({ value }) => value === section);
  return (
    <ObjectPage
      title="System"
      icon={SystemIcon}
      wide
      tabs={{ value: section, onChange: (value) => go(`/-/system/${value}`), list: allowed }}
    >
      {!isAllowed && <NotAllowed message="This part of the system is not open to your role." />}
      {isAllowed && section === 'health' && <Health />}
      {isAllowed && section === 'people' && <People />}
      {isAllowed && section === 'tokens' && <TokensSection />}
      {isAllowed && section === 'audit' && <Audit />}
      {isAllowed && section === 'account' && <AccountSection />}
    </ObjectPage>
  );
}

const serviceColumns: readonly Column<SystemStatus['services'][number]>[] = [
  { header: 'Service', cell: ({ name }) => <strong className="row-title">{name}</strong>, width: '20%' },
  { header: 'State', cell: ({ state }) => <StatusIcon status={state === 'ok' ? 'live' : state} />, width: '140px', phone: 'first' },
  { header: 'Address', cell: ({ url }) => <span className="mono">{url}</span> },
  { header: 'Reason', cell: ({ reason }) => reason !== undefined && <span className="wrapped">{reason}</span>, width: '40%' },
];

const parkedColumns: readonly Column<ParkedEvent>[] = [
  { header: 'Service', cell: ({ service }) => <strong className="row-title">{service}</strong>, width: '90px' },
  { header: 'Consumer', cell: ({ consumer }) => <span className="mono">{consumer}</span>, width: '16%' },
  {
    header: 'Event',
    cell: ({ seq, type, subject }) => (
      <span className="wrapped">
        {seq} <span className="mono">{type}</span> {subject}
      </span>
    ),
    width: '28%',
  },
  {
    header: 'Error',
    cell: ({ error, replay }) => <span className="wrapped">{replay ? `${error} (is going to be tried again)` : error}</span>,
  },
  { header: 'Since', cell: ({ parkedAt }) => <RelativeTime time={parkedAt} />, width: '110px', align: 'right', phone: 'first' },
];

/** What consumers could not take and go on without; nothing at all when there is none. */
function Parked({ events }: { events: readonly ParkedEvent[] }) {
  if (events.length === 0) return null;
  return (
    <Section
      title={`${events.length === 1 ? 'One event' : `${events.length} events`} put aside`}
      aside={<CopyAs title="Try again" equivalents={{ command: './mosaic event replay' }} />}
    >
      <Text size="sm" p="sm">
        A service could not take {events.length === 1 ? 'it' : 'them'} and goes on without. Mend the cause; then{' '}
        <span className="mono">mosaic event replay</span> on the machine tries again, all or with --service, --consumer and --seq one of
        them.
      </Text>
      <DataTable
        label="Events put aside"
        rows={events}
        columns={parkedColumns}
        rowKey={({ service, consumer, seq }) => `${service} ${consumer} ${seq}`}
      />
    </Section>
  );
}

function Health() {
  const system = useQuery(systemQuery);
  return (
    <Loaded query={system} rows={8}>
      {({ services, parked, version, uptimeMs }) => (
        <>
          <Section
            title={`Version ${version}, up ${formatDuration(uptimeMs)}`}
            aside={<CopyAs title="Status" equivalents={{ command: './mosaic status --json' }} />}
          >
            <DataTable label="Services" rows={services} columns={serviceColumns} rowKey={({ name }) => name} />
            {services
              .filter(({ note }) => note !== undefined)
              .map(({ name, note }) => (
                <Text key={name} size="sm" p="sm">
                  <strong>{name}</strong>: {note}
                </Text>
              ))}
          </Section>
          <Parked events={parked} />
        </>
      )}
    </Loaded>
  );
}

const principalColumns: readonly Column<Principal>[] = [
  { header: 'Name', cell: ({ login, kind }) => <ActorAvatar login={login} kind={kind} /> },
  { header: 'Kind', cell: ({ kind }) => kind, width: '110px' },
  { header: 'Role', cell: ({ role }) => role, width: '140px' },
  { header: 'State', cell: ({ disabled }) => (disabled ? 'disabled' : 'active'), width: '100px', phone: 'first' },
  { header: 'Since', cell: ({ createdAt }) => <RelativeTime time={createdAt} />, width: '140px', align: 'right' },
];

const KIND_RANK: Record<Principal['kind'], number> = { person: 0, agent: 1, service: 2 };

function People() {
  const session = useSession();
  const principals = useQuery(principalsQuery);
  return (
    <>
      <div className="panel section-panel">
        <Loaded query={principals} rows={8}>
          {(list) => (
            <PagedTable
              label="People and agents"
              rows={list.toSorted((a, b) => KIND_RANK[a.kind] - KIND_RANK[b.kind])}
              columns={principalColumns}
              rowKey={({ id }) => id}
            />
          )}
        </Loaded>
      </div>
      {may(session, 'accounts:principal:admin') && (
        <Section title="Invite a colleague">
          <div className="prose-box">
            <InviteForm />
          </div>
        </Section>
      )}
    </>
  );
}

const PAGE = 100;

const auditColumns: readonly Column<AuditRecord>[] = [
  { header: 'What', cell: ({ type }) => <span className="mono">{type.replace(/^dev\.(mosaic|cdevents)\./, '')}</span> },
  { header: 'About', cell: ({ subject }) => subject, width: '26%' },
  { header: 'Who', cell: ({ actor }) => (actor === '' ? null : <ActorAvatar login={actor} />), width: '16%', phone: 'first' },
  { header: 'Service', cell: ({ source }) => source, width: '110px', phone: 'none' },
  { header: 'Number', cell: ({ seq }) => <span className="figures">{seq}</span>, width: '90px', align: 'right', phone: 'none' },
  { header: 'When', cell: ({ time }) => <RelativeTime time={time} />, width: '140px', align: 'right' },
];

/** Who did what, newest first; the chain can be proved whole. */
function Audit() {
  // Records below this number; null for the newest.
  const [before, setBefore] = useState<number | null>(null);
  const page = useQuery({
    queryKey: ['audit', before],
    queryFn: () => accounts.call(listAudit, { query: { order: 'desc', limit: PAGE, ...(before === null ? {} : { before }) } }),
    placeholderData: (known) => known,
  });
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
