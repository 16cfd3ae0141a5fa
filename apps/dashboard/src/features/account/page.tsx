import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { updatePrincipal } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { MutationProblem } from '../../parts/loaded.tsx';
import { Section } from '../../parts/object-page.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import { sessionQuery, useSession } from '../session/queries.ts';

/** The shortest password that accounts takes, in characters. */
const SHORTEST = 12;

/** One's own name and password. A person who came by an invitation chooses the first password here. */
export function AccountPage() {
  return (
    <SystemFrame section="account">
      <Section title="Password">
        <div className="prose-box">
          <PasswordForm />
        </div>
      </Section>
      <Section title="Name">
        <div className="prose-box">
          <NameForm />
        </div>
      </Section>
    </SystemFrame>
  );
}

function PasswordForm() {
  const { principal } = useSession();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () =>
      accounts.call(updatePrincipal, {
        login: principal.login,
        body: { password, ...(current === '' ? {} : { currentPassword: current }) },
      }),
    onSuccess: () => {
      setCurrent('');
      setPassword('');
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="md" maw={420}>
        <input type="text" name="username" autoComplete="username" value={principal.login} readOnly hidden />
        <PasswordInput
          label="Current password"
          description="Leave it empty if you came by an invitation or a password link."
          autoComplete="current-password"
          value={current}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description={`At least ${SHORTEST} characters.`}
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={SHORTEST}
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <MutationProblem title="The password was not changed" error={change.error} />
        <div role="status">{change.isSuccess && <Alert color="ok" variant="light" title="The password is changed" />}</div>
        <Button type="submit" loading={change.isPending} style={{ alignSelf: 'start' }}>
          Change password
        </Button>
      </Stack>
    </form>
  );
}

function NameForm() {
  const { principal } = useSession();
  const client = useQueryClient();
  const [name, setName] = useState(principal.name);
  const [email, setEmail] = useState(principal.email);
  const change = useMutation({
    mutationFn: () => accounts.call(updatePrincipal, { login: principal.login, body: { name, email } }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="md" maw={420}>
        <TextInput label="Name" autoComplete="name" value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} />
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="email"
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <MutationProblem title="It was not saved" error={change.error} />
        <div role="status">{change.isSuccess && <Alert color="ok" variant="light" title="Saved" />}</div>
        <Button type="submit" variant="default" loading={change.isPending} style={{ alignSelf: 'start' }}>
          Save name
        </Button>
      </Stack>
    </form>
  );
}
