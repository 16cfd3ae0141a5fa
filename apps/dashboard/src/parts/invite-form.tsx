import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { createLink, createPrincipal, PERSON_ROLES, type Role } from '@mosaic/contracts/mosaic';

import { accounts } from '../api/clients.ts';
import { useHappened } from '../live/stale-keys.ts';
import { CopyLine } from './copy-line.tsx';
import { MutationProblem } from './loaded.tsx';

/** Makes a person and the one-time link by which they choose a password. */
export function InviteForm({ onMade }: { onMade?: () => void }) {
  const happened = useHappened();
  const [login, setLogin] = useState('');
  const [role, setRole] = useState<Role>('developer');
  const invite = useMutation({
    mutationFn: async () => {
      await accounts.call(createPrincipal, { body: { login, kind: 'person', role } });
      return accounts.call(createLink, { body: { login, purpose: 'password', next: '/-/system/account' } });
    },
    onSuccess: () => {
      onMade?.();
      void happened('dev.mosaic.principal.created', {});
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <TextInput
            label="Name to sign in with"
            value={login}
            onChange={({ currentTarget }) => setLogin(currentTarget.value)}
            size="xs"
            required
            withAsterisk={false}
          />
          <Select
            label="Role"
            data={[...PERSON_ROLES]}
            value={role}
            onChange={(value) => value !== null && setRole(value as Role)}
            size="xs"
            w={150}
            allowDeselect={false}
          />
          <Button type="submit" variant="default" loading={invite.isPending}>
            Make a link
          </Button>
        </Group>
        {invite.data !== undefined && (
          <Stack gap="xs" role="status">
            <Text size="sm">
              Send this link to {login}. It works once, until <ClockTime time={invite.data.expiresAt} />.
            </Text>
            <CopyLine text={invite.data.url} />
          </Stack>
        )}
        <MutationProblem title="The invitation could not be made" error={invite.error} />
      </Stack>
    </form>
  );
}

function ClockTime({ time }: { time: number }) {
  return <time dateTime={new Date(time).toISOString()}>{new Date(time).toLocaleTimeString('en-GB', { timeStyle: 'short' })}</time>;
}
