import { Select, Textarea, TextInput } from '@mantine/core';

import { orgCreate } from '@mosaic/contracts/gitea';

import { CopyAs } from '../../actions/copy-as.tsx';
import { forge } from '../../api/clients.ts';
import { pathTo, useGo } from '../../parts/app-link.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { OrganizationIcon } from '../../theme/organization-icons.ts';

const VISIBILITIES = [
  { value: 'public', label: 'Everyone' },
  { value: 'limited', label: 'Who is signed in' },
  { value: 'private', label: 'Its members' },
] as const;

/** Founds an organization; whoever does is its first owner. */
export function NewOrganizationPage() {
  const go = useGo();
  const form = useWriteForm({
    initialValues: { username: '', full_name: '', description: '', visibility: 'public' as (typeof VISIBILITIES)[number]['value'] },
    schema: orgCreate.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(orgCreate, { body }),
    onDone: ({ name }) => go(pathTo(name)),
  });
  const curl = `curl -X POST -H "Authorization: token $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify(form.body).replaceAll("'", String.raw`'\''`)}' ${window.location.origin}/api/v1/orgs`;
  return (
    <ObjectPage title="Found an organization" icon={OrganizationIcon} crumbs={[{ label: 'Projects', href: '/-/projects' }]}>
      <WriteFormFrame
        form={form}
        act="Found organization"
        refused="The organization was not founded"
        aside={<CopyAs title="Found organization" equivalents={{ curl }} />}
      >
        <TextInput
          label="Name"
          description="The first part of its repositories' addresses"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          required
          withAsterisk={false}
          maxLength={100}
          {...form.getInputProps('username')}
        />
        <TextInput label="Full name" maxLength={100} {...form.getInputProps('full_name')} />
        <Textarea label="Description" maxLength={255} autosize minRows={2} {...form.getInputProps('description')} />
        <Select label="Seen by" data={VISIBILITIES} allowDeselect={false} w={220} {...form.getInputProps('visibility')} />
      </WriteFormFrame>
    </ObjectPage>
  );
}
