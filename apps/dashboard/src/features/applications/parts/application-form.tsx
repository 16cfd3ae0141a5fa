import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';

import { type OAuth2Application, userCreateOAuth2Application } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../parts/form/write-form.tsx';
import { applicationKeys } from '../keys.ts';

const ORDER = ['label', 'input', 'description', 'error'] as const;

/** What a program that signs people in is: its secret is handed on, since it is shown once. */
export function ApplicationForm({ onMade }: { onMade: (application: OAuth2Application) => void }) {
  const client = useQueryClient();
  const form = useWriteForm({
    initialValues: { name: '', redirect_uris: '', confidential_client: true },
    schema: userCreateOAuth2Application.body,
    toBody: ({ name, redirect_uris, confidential_client }) => ({
      name,
      redirect_uris: redirect_uris.split(/\s+/).filter((line) => line !== ''),
      confidential_client,
    }),
    write: (body) => forge.call(userCreateOAuth2Application, { body }),
    onDone: (application, { reset }) => {
      onMade(application);
      reset();
      void client.invalidateQueries({ queryKey: applicationKeys.own });
    },
  });
  return (
    <WriteFormFrame form={form} act="Register application" refused="The application was not registered">
      <TextInput
        label="Name"
        description="What people are asked to let in"
        inputWrapperOrder={[...ORDER]}
        required
        withAsterisk={false}
        maxLength={255}
        size="xs"
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Redirect URIs"
        description="Where people are led back to, one a line; Woodpecker’s ends in /authorize"
        inputWrapperOrder={[...ORDER]}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        size="xs"
        classNames={{ input: 'mono' }}
        {...form.getInputProps('redirect_uris')}
      />
      <Checkbox
        label="It runs on a server and can keep a secret (confidential)"
        size="xs"
        {...form.getInputProps('confidential_client', { type: 'checkbox' })}
      />
    </WriteFormFrame>
  );
}
