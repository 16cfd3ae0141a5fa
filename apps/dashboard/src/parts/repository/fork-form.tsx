import { Checkbox, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { createFork, type Repository } from '@mosaic/contracts/gitea';

import { CopyAs } from '../../actions/copy-as.tsx';
import { forge } from '../../api/clients.ts';
import { useSession } from '../../features/session/queries.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { AppLink, pathTo, useGo } from '../app-link.tsx';
import { useWriteForm } from '../form/use-write-form.ts';
import { WriteFormFrame } from '../form/write-form.tsx';
import { familyQuery, forkOwnersQuery } from './forks-query.ts';

/** How a fork is to be called, whose it is and what it gets; there is one for each owner, and whoever has one is led there. */
export function ForkForm({ repository }: { repository: Repository }) {
  const { login } = useSession().principal;
  const family = useQuery(familyQuery(repository)).data ?? [];
  const owners = useQuery(forkOwnersQuery(login)).data ?? [login];
  const forks = family.filter(({ fork, parent }) => fork && parent?.['id'] === repository.id);
  const own = forks.filter(({ owner }) => owners.includes(owner.login));
  const left = owners.filter((owner) => !own.some((fork) => fork.owner.login === owner));
  return (
    <>
      {own.map((fork) => (
        <p key={fork.id}>
          {fork.owner.login === login ? 'You have a fork of it already: ' : `${fork.owner.login} has a fork of it already: `}
          <AppLink className="text-link" href={pathTo(fork.owner.login, fork.name)}>
            {fork.full_name}
          </AppLink>
        </p>
      ))}
      {left.length > 0 && <NewFork key={left.join()} repository={repository} login={login} owners={left} />}
    </>
  );
}

function NewFork({ repository, login, owners }: { repository: Repository; login: string; owners: string[] }) {
  const happened = useHappened();
  const go = useGo();
  const [owner, repo] = [repository.owner.login, repository.name];
  const form = useWriteForm({
    // One's own repository has its name already.
    initialValues: { organization: owners[0] ?? login, name: owner === owners[0] ? '' : repo, default_branch_only: false },
    schema: createFork.body,
    toBody: ({ organization, ...fields }) => ({ ...fields, ...(organization === login ? {} : { organization }) }),
    write: (body) => forge.call(createFork, { owner, repo, body }),
    onDone: (fork) => {
      void happened('dev.cdevents.repository.created', {});
      void happened('dev.mosaic.repository.forked', { repository: repository.full_name });
      go(pathTo(fork.owner.login, fork.name));
    },
  });
  const curl = `curl -X POST -H "Authorization: token $MOSAIC_TOKEN" -H "Content-Type: application/json" -d '${JSON.stringify(form.body)}' ${window.location.origin}/api/v1/repos/${repository.full_name}/forks`;
  return (
    <WriteFormFrame form={form} act="Make fork" refused="The fork was not made" aside={<CopyAs title="Make fork" equivalents={{ curl }} />}>
      {(owners.length > 1 || owners[0] !== login) && (
        <Select label="Owner" data={owners} allowDeselect={false} {...form.getInputProps('organization')} />
      )}
      <TextInput
        label="Name"
        description={`It stands at ${form.values.organization}/${form.values.name || '…'}${repository.private ? ', and is private as this one is' : ''}.`}
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
