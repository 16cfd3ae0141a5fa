import { Button, Code, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { signIn } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { localPath, useGo } from '../../parts/app-link.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { MutationProblem } from '../../parts/loaded.tsx';
import { sessionQuery } from './queries.ts';
import css from './page.module.css';

/** What the front door answers itself: an application that asks to be let in, and a private site. */
const SERVED = /^\/(?:login\/oauth|-\/sites)\//;

/** Where to go after signing in: only ever a page of ours. */
function nextPath(): string {
  const next = new URLSearchParams(window.location.search).get('next') ?? '/';
  return localPath(next) ?? '/';
}

export function SignInPage() {
  const client = useQueryClient();
  const go = useGo();
  useEffect(() => {
    document.title = 'Sign in · MosAIc';
  }, []);
  const attempt = useMutation({
    mutationFn: (body: { username: string; password: string }) => accounts.call(signIn, { body }),
    onSuccess: (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      const next = nextPath();
      if (SERVED.test(next)) window.location.assign(next);
      else go(next);
    },
  });
  const submit = (form: FormData): void => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    attempt.mutate({ username: text('username'), password: text('password') });
  };
  return (
    <main className={css['sign-in']}>
      <form
        className={`panel ${css['sign-in-card']}`}
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <Stack gap="lg">
          <div className={css['sign-in-head']}>
            <img src="/-/assets/icon.svg" alt="" width={28} height={28} />
            <Title order={1}>Sign in to MosAIc</Title>
          </div>
          <TextInput label="Name" name="username" autoComplete="username" required autoFocus size="sm" withAsterisk={false} />
          <PasswordField label="Password" name="password" autoComplete="current-password" required size="sm" withAsterisk={false} />
          <MutationProblem title="You could not be signed in" error={attempt.error} />
          <Button type="submit" size="sm" loading={attempt.isPending}>
            Sign in
          </Button>
          <Text size="sm" c="dimmed">
            On the machine that runs MosAIc, <Code>./mosaic open</Code> signs you in with a one-time link. The first administrator's
            password stands in <Code>admin-password</Code> in MosAIc's home folder.
          </Text>
        </Stack>
      </form>
    </main>
  );
}
