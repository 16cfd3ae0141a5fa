import { Select, Stack, Text, TextInput } from '@mantine/core';
import { useRef } from 'react';

import { createLink, createPrincipal, PERSON_ROLES, updatePrincipal, type Role } from '@mosaic/contracts/mosaic';

import { accounts } from '../api/clients.ts';
import { useHappened } from '../live/stale-keys.ts';
import { CopyLine } from './copy-line.tsx';
import { useWriteForm } from './form/use-write-form.ts';
import { FieldRow, WriteFormFrame } from './form/write-form.tsx';

/** Makes a person and the one-time link by which they choose a password. */
export function InviteForm({ onMade }: { onMade?: () => void }) {
  const happened = useHappened();
  // Who was made already, should only the link have failed: the next try asks for the link alone, and for another role where it was changed.
  const waiting = useRef<{ login: string; role: Role | undefined } | null>(null);
  const form = useWriteForm({
    initialValues: { login: '', role: 'developer' as Role },
    schema: createPrincipal.body,
    toBody: (fields) => ({ ...fields, kind: 'person' as const }),
    write: async (body) => {
      const { login, role } = body;
      if (waiting.current?.login !== login) await accounts.call(createPrincipal, { body });
      else if (waiting.current.role !== role) await accounts.call(updatePrincipal, { login, body: { role } });
      waiting.current = { login, role };
      const link = await accounts.call(createLink, { body: { login, purpose: 'password', next: '/-/system/account' } });
      waiting.current = null;
      return { login, ...link };
    },
    onDone: () => {
      onMade?.();
      void happened('dev.mosaic.principal.created', {});
    },
  });
  const made = form.mutation.data;
  return (
    <WriteFormFrame
      form={form}
      act="Make a link"
      isPrimary={false}
      refused="The invitation could not be made"
      done={
        made !== undefined && (
          <Stack gap="xs">
            <Text size="sm">
              Send this link to {made.login}. It works once, until <ClockTime time={made.expiresAt} />.
            </Text>
            <CopyLine text={made.url} />
          </Stack>
        )
      }
    >
      <FieldRow>
        <TextInput label="Name to sign in with" size="xs" required withAsterisk={false} {...form.getInputProps('login')} />
        <Select label="Role" data={[...PERSON_ROLES]} size="xs" w={150} allowDeselect={false} {...form.getInputProps('role')} />
      </FieldRow>
    </WriteFormFrame>
  );
}

function ClockTime({ time }: { time: number }) {
  return <time dateTime={new Date(time).toISOString()}>{new Date(time).toLocaleTimeString('en-GB', { timeStyle: 'short' })}</time>;
}
