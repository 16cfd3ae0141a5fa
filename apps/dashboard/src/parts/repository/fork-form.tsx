import { Checkbox, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { createFork, type Repository } from '@mosaic/contracts/gitea';

import { CopyAs } from '../../actions/copy-as.tsx';
import { forge } from '../../api/clients.ts';
import { useSession } from '../../features/session/queries.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { AppLink, pathTo, useGo } from '../app-link.tsx';
import { useWriteForm } from '../form/use-write-form.ts';
import { WriteFormFrame } from '../form/write-form.tsx';
import { familyQuery } from './forks-query.ts';

/** How a fork is to be called and what it gets; who has one already is led there, since there is one for each owner. */
export function ForkForm({ repository }: { repository: Repository }) {
  const { login } = useSession().principal;
  const family = useQuery(familyQuery(repository)).data ?? [];
  const own = family.find(({ owner, fork, parent }) => owner.login === login && fork && parent?.['id'] === repository.id);
  if (own === undefined) return <NewFork repository={repository} login={login} />;
  return (
    <p>
      You have a fork of it already:{' '}
      <AppLink className="text-link" href={pathTo(own.owner.login, own.name)}>
        {own.full_name}
      </AppLink>
    </p>
  );
}

function NewFork({ repository, login }: { repository: Repository; login: string }) {
  const happened = useHappened();
  const go = useGo();
  const [owner, repo] = [repository.owner.login, repository.name];
  const form = useWriteForm({
    // One's own repository has its name already.
    initialValues: { name: owner === login ? '' : repo, default_branch_only: false },
    schema: createFork.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(createFork, { owner, repo, body }),
    onDone: ({ name }) => {
      void happened('dev.cdevents.repository.created', {});
      void happened('dev.mosaic.repository.forked', { repository: repository.full_name });
      go(pathTo(login, name));
    },
  });
  const curl = `curl -X POST -H "Authorization: token $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify(form.body)}' ${window.location.origin}/api/v1/repos/${repository.full_name}/forks`;
  return (
    <WriteFormFrame form={form} act="Make fork" refused="The fork was not made" aside={<CopyAs title="Make fork" equivalents={{ curl }} />}>
      <TextInput
        label="Name"
        description={`It stands at ${login}/${form.values.name || '…'}${repository.private ? ', and is private as this one is' : ''}.`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={100}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Checkbox
        label={`The branch ${repository.default_branch} alone`}
        description="Else all branches and tags come along."
        {...form.getInputProps('default_branch_only', { type: 'checkbox' })}
      />
    </WriteFormFrame>
  );
}
