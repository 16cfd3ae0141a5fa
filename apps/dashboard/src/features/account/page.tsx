import { Alert, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';

import { updatePrincipal } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { Section } from '../../parts/object-page.tsx';
import { SystemFrame } from '../../parts/system-frame.tsx';
import { sessionQuery, useSession } from '../session/queries.ts';
import css from './page.module.css';

/** The shortest password that accounts takes, in characters. */
const SHORTEST = 12;

/** One's own name and password. A person who came by an invitation chooses the first password here. */
export function AccountPage() {
  return (
    <SystemFrame section="account">
      <Section title="Password">
        <div className={css['form']}>
          <PasswordForm />
        </div>
      </Section>
      <Section title="Name">
        <div className={css['form']}>
          <NameForm />
        </div>
      </Section>
    </SystemFrame>
  );
}

function PasswordForm() {
  const { principal } = useSession();
  const form = useWriteForm({
    initialValues: { currentPassword: '', password: '' },
    schema: updatePrincipal.body,
    toBody: ({ currentPassword, password }) => ({ password, ...(currentPassword === '' ? {} : { currentPassword }) }),
    write: (body) => accounts.call(updatePrincipal, { login: principal.login, body }),
    onDone: (_, { reset }) => reset(),
  });
  return (
    <WriteFormFrame
      form={form}
      act="Change password"
      refused="The password was not changed"
      done={<Done title="The password is changed" />}
    >
      <input type="text" name="username" autoComplete="username" value={principal.login} readOnly hidden />
      <PasswordField
        label="Current password"
        description="Leave it empty if you came by an invitation or a password link."
        autoComplete="current-password"
        {...form.getInputProps('currentPassword')}
      />
      <PasswordField
        label="New password"
        description={`At least ${SHORTEST} characters.`}
        autoComplete="new-password"
        required
        withAsterisk={false}
        {...form.getInputProps('password')}
      />
    </WriteFormFrame>
  );
}

function NameForm() {
  const { principal } = useSession();
  const client = useQueryClient();
  const form = useWriteForm({
    initialValues: { name: principal.name, email: principal.email },
    schema: updatePrincipal.body,
    toBody: (fields) => fields,
    write: (body) => accounts.call(updatePrincipal, { login: principal.login, body }),
    onDone: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  return (
    <WriteFormFrame form={form} act="Save name" isPrimary={false} refused="It was not saved" done={<Done title="Saved" />}>
      <TextInput label="Name" autoComplete="name" {...form.getInputProps('name')} />
      <TextInput label="E-mail" type="email" autoComplete="email" {...form.getInputProps('email')} />
    </WriteFormFrame>
  );
}

function Done({ title }: { title: string }) {
  return <Alert color="ok" variant="light" title={title} />;
}
