import { Alert, Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { type CreatedToken, createToken, revokeToken, SERVICES, type Token, UPSTREAMS } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../../actions/copy-as.tsx';
import { accounts } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { CopyLine } from '../../parts/copy-line.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { FieldRow, WriteFormFrame } from '../../parts/form/write-form.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import { type Column, RowTitle } from '../../parts/table/data-table.tsx';
import { PagedTable } from '../../parts/table/paged-table.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { may, useSession } from '../session/queries.ts';
import { tokensQuery } from './queries.ts';

/** What a token is for, in words, with the grants that its clients need. */
const USES = UPSTREAMS.flatMap((service) => {
  const row = SERVICES[service];
  return 'offer' in row ? [{ service, ...row.offer }] : [];
});

const DAY = 86_400;
const TERMS = [
  { value: String(7 * DAY), label: '7 days' },
  { value: String(30 * DAY), label: '30 days' },
  { value: String(365 * DAY), label: '1 year' },
];

const factColumns: readonly Column<Token>[] = [
  { header: 'Token', cell: ({ name }) => <RowTitle>{name}</RowTitle>, width: '20%' },
  { header: 'For', cell: ({ doors }) => doors.join(', '), width: '14%' },
  {
    header: 'May',
    cell: ({ grants }) => (
      <span className="mono" title={grants.join('\n')}>
        {grants.join(' ')}
      </span>
    ),
    phone: 'none',
  },
  {
    header: 'Last used',
    cell: ({ lastUsedAt }) => (lastUsedAt === null ? <span className="muted">never</span> : <RelativeTime time={lastUsedAt} />),
    width: '130px',
  },
  {
    header: 'Ends',
    cell: ({ expiresAt }) => (expiresAt === null ? <span className="muted">never</span> : <RelativeTime time={expiresAt} />),
    width: '120px',
    phone: 'none',
  },
];

function columnsWith(onRevoke: (token: Token) => void): readonly Column<Token>[] {
  return [
    ...factColumns,
    {
      header: 'Revoke',
      cell: (token) => (
        <Button size="compact-xs" variant="subtle" color="fail" onClick={() => onRevoke(token)} aria-label={`Revoke ${token.name}`}>
          Revoke
        </Button>
      ),
      width: '100px',
      align: 'right',
      phone: 'first',
    },
  ];
}

/** One's own tokens: make one, see the secret once, revoke. */
export function TokensPage() {
  return (
    <SystemFrame section="tokens">
      <Tokens />
    </SystemFrame>
  );
}

function Tokens() {
  const session = useSession();
  const tokens = useQuery(tokensQuery);
  const [made, setMade] = useState<CreatedToken | null>(null);
  const [ending, setEnding] = useState<Token | null>(null);
  return (
    <>
      {made !== null && <Secret token={made} onClose={() => setMade(null)} />}
      <Panel>
        <Loaded query={tokens} rows={5}>
          {(list) =>
            list.length === 0 ? (
              <NothingYet title="No tokens yet" command="./mosaic token">
                Programs sign in with tokens instead of your password.
              </NothingYet>
            ) : (
              <PagedTable label="Tokens" rows={list} columns={columnsWith(setEnding)} rowKey={({ id }) => id} />
            )
          }
        </Loaded>
      </Panel>
      {may(session, 'accounts:token:write') && (
        <Section title="Make a token">
          <div className="prose-box">
            <TokenForm onMade={setMade} />
          </div>
        </Section>
      )}
      <RevokeDialog token={ending} onClose={() => setEnding(null)} />
    </>
  );
}

function Secret({ token, onClose }: { token: CreatedToken; onClose: () => void }) {
  return (
    <Alert
      color="run"
      variant="light"
      title={`The secret of "${token.name}", shown this once`}
      withCloseButton
      closeButtonLabel="Hide the secret"
      onClose={onClose}
      role="status"
    >
      <CopyLine text={token.token} />
    </Alert>
  );
}

function TokenForm({ onMade }: { onMade: (token: CreatedToken) => void }) {
  const happened = useHappened();
  const form = useWriteForm({
    initialValues: { name: '', doors: ['forge'] as Token['doors'], expiresInSeconds: String(30 * DAY) },
    schema: createToken.body,
    toBody: ({ name, doors, expiresInSeconds }) => ({
      name,
      doors,
      grants: USES.filter(({ service }) => doors.includes(service)).flatMap(({ grants }) => [...grants]),
      expiresInSeconds: Number(expiresInSeconds),
    }),
    write: (body) => accounts.call(createToken, { body }),
    onDone: (token, { setFieldValue }) => {
      onMade(token);
      setFieldValue('name', '');
      void happened('dev.mosaic.token.created', {});
    },
  });
  const curl = `curl -X POST -H "Authorization: Bearer $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify(form.body)}' ${window.location.origin}${createToken.path}`;
  return (
    <WriteFormFrame
      form={form}
      act="Make token"
      refused="The token was not made"
      aside={<CopyAs title="Make token" equivalents={{ command: './mosaic token', curl }} />}
    >
      <FieldRow>
        <TextInput
          label="Name"
          description="What will hold it"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          withAsterisk={false}
          maxLength={100}
          size="xs"
          {...form.getInputProps('name')}
        />
        <Select label="Ends after" data={TERMS} allowDeselect={false} size="xs" w={140} {...form.getInputProps('expiresInSeconds')} />
      </FieldRow>
      <Checkbox.Group label="For" size="xs" {...form.getInputProps('doors')}>
        <Group gap="lg" mt="xs">
          {USES.map(({ service, label }) => (
            <Checkbox key={service} value={service} label={label} size="xs" />
          ))}
        </Group>
      </Checkbox.Group>
    </WriteFormFrame>
  );
}

function RevokeDialog({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const happened = useHappened();
  const revoke = useMutation({
    mutationFn: (id: string) => accounts.call(revokeToken, { id }),
    onSuccess: () => {
      void happened('dev.mosaic.token.revoked', {});
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={token !== null}
      onClose={onClose}
      title={`Revoke "${token?.name ?? ''}"?`}
      keep="Keep it"
      act="Revoke token"
      onAct={() => token !== null && revoke.mutate(token.id)}
      isPending={revoke.isPending}
      problem={{ title: 'It was not revoked', error: revoke.error }}
    >
      Whatever uses this token is refused from now on. This cannot be undone; a new token takes its place.
    </ConfirmDialog>
  );
}
