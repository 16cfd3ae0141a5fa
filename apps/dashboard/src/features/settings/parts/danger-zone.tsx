import { Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { rejectRepoTransfer, repoDelete, repoEdit, type Repository, repoTransfer } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { pathTo, useGo } from '../../../parts/app-link.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../parts/form/write-form.tsx';
import { MutationProblem } from '../../../parts/loaded.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { offerOf } from '../../../parts/repository/offer-of.ts';

interface OfRepository {
  repository: Repository;
}

const Box = ({ title, children }: { title: string; children: ReactNode }) => (
  <Section title={title}>
    <div className="prose-box">{children}</div>
  </Section>
);

/** What changes where a repository stands, who sees it, or whether there is one. */
export function DangerZone({ repository }: OfRepository) {
  return (
    <>
      <Rename repository={repository} />
      <Visibility repository={repository} />
      <Archive repository={repository} />
      <Transfer repository={repository} />
      <Delete repository={repository} />
    </>
  );
}

function useRepositoryChanged({ full_name: repository }: Repository): () => void {
  const happened = useHappened();
  return () => void happened('dev.cdevents.repository.modified', { repository });
}

function Rename({ repository }: OfRepository) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const go = useGo();
  const changed = useRepositoryChanged(repository);
  const form = useWriteForm({
    initialValues: { name: repo },
    schema: repoEdit.body,
    toBody: ({ name }) => ({ name }),
    write: (body) => forge.call(repoEdit, { owner, repo, body }),
    onDone: ({ owner: { login }, name }) => {
      go(pathTo(login, name, 'settings'));
      changed();
    },
  });
  const isReady = form.values.name !== '' && form.values.name !== repo;
  return (
    <Box title="Name">
      <WriteFormFrame form={form} act="Rename repository" refused="It was not renamed" isReady={isReady} isPrimary={false}>
        <TextInput
          label="Name"
          description="Its former address leads to the new one, until something new is called so."
          w={300}
          maxLength={100}
          {...form.getInputProps('name')}
        />
      </WriteFormFrame>
    </Box>
  );
}

/** One switch behind a question. */
function Switch({
  repository,
  act,
  title,
  keep,
  change,
  children,
}: OfRepository & { act: string; title: string; keep: string; change: { private?: boolean; archived?: boolean }; children: ReactNode }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const changed = useRepositoryChanged(repository);
  const [opened, setOpened] = useState(false);
  const edit = useMutation({
    mutationFn: () => forge.call(repoEdit, { owner, repo, body: change }),
    onSuccess: () => {
      setOpened(false);
      changed();
    },
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {act}
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={title}
        keep={keep}
        act={act}
        onAct={() => edit.mutate()}
        isPending={edit.isPending}
        problem={{ title: 'Nothing was changed', error: edit.error }}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}

function Visibility({ repository }: OfRepository) {
  const { private: isPrivate, name } = repository;
  return (
    <Box title="Who sees it">
      <Switch
        repository={repository}
        act={isPrivate ? 'Make public' : 'Make private'}
        title={isPrivate ? `Show ${name} to everybody?` : `Hide ${name}?`}
        keep="Leave it as it is"
        change={{ private: !isPrivate }}
      >
        {isPrivate
          ? 'Everybody who may know of its owner reads its code, history, issues and pull requests then.'
          : 'Only who works on it sees it then. Its forks are hidden with it, and offers from it by others are closed.'}
      </Switch>
    </Box>
  );
}

function Archive({ repository }: OfRepository) {
  const { archived, name } = repository;
  return (
    <Box title="Archive">
      <Switch
        repository={repository}
        act={archived ? 'Open again' : 'Archive repository'}
        title={archived ? `Open ${name} again?` : `Archive ${name}?`}
        keep="Leave it as it is"
        change={{ archived: !archived }}
      >
        {archived
          ? 'It takes pushes, issues and pull requests again.'
          : 'It stays readable and takes nothing new, until it is opened again.'}
      </Switch>
    </Box>
  );
}

function Transfer({ repository }: OfRepository) {
  const offer = offerOf(repository);
  return (
    <Box title="Owner">
      {offer === null ? <Give repository={repository} /> : <Waiting repository={repository} recipient={offer.recipient} />}
    </Box>
  );
}

function Give({ repository }: OfRepository) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const go = useGo();
  const changed = useRepositoryChanged(repository);
  const form = useWriteForm({
    initialValues: { new_owner: '', isMeant: false },
    schema: repoTransfer.body,
    toBody: ({ new_owner }) => ({ new_owner }),
    write: (body) => forge.call(repoTransfer, { owner, repo, body }),
    onDone: ({ owner: { login }, name }) => {
      // An offer stays here until it is taken.
      if (login !== owner) go(pathTo(login, name));
      changed();
    },
  });
  return (
    <WriteFormFrame
      form={form}
      act="Give repository away"
      refused="It was not given away"
      isReady={form.values.new_owner !== '' && form.values.isMeant}
      isPrimary={false}
    >
      <TextInput
        label="New owner"
        description="A person is asked first; an organization in which you may make repositories gets it at once."
        w={300}
        maxLength={100}
        {...form.getInputProps('new_owner')}
      />
      <Checkbox label="I may have no access to it afterwards" {...form.getInputProps('isMeant', { type: 'checkbox' })} />
    </WriteFormFrame>
  );
}

function Waiting({ repository, recipient }: OfRepository & { recipient: string }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const changed = useRepositoryChanged(repository);
  const withdraw = useMutation({ mutationFn: () => forge.call(rejectRepoTransfer, { owner, repo }), onSuccess: changed });
  return (
    <Stack gap="md">
      <span>{`It is offered to ${recipient}, who has not answered yet.`}</span>
      <MutationProblem title="It was not taken back" error={withdraw.error} />
      <div>
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          Take the offer back
        </Button>
      </div>
    </Stack>
  );
}

function Delete({ repository }: OfRepository) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const go = useGo();
  const happened = useHappened();
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: async () => {
      if (typed !== repository.full_name) throw new Error(`Write ${repository.full_name} to delete it.`);
      await forge.call(repoDelete, { owner, repo });
    },
    onSuccess: () => {
      go(pathTo(owner));
      void happened('dev.cdevents.repository.deleted', { repository: repository.full_name });
    },
  });
  return (
    <Box title="Delete">
      <Button variant="default" color="fail" onClick={() => setOpened(true)}>
        Delete repository
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => {
          remove.reset();
          setTyped('');
          setOpened(false);
        }}
        title={`Delete ${repository.full_name}?`}
        keep="Keep it"
        act="Delete repository"
        onAct={() => remove.mutate()}
        isPending={remove.isPending}
        problem={{ title: 'It was not deleted', error: remove.error }}
      >
        Its branches, issues, pull requests, rules and webhooks go with it. This cannot be undone.
        <TextInput
          mt="md"
          label={`Write ${repository.full_name}`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </ConfirmDialog>
    </Box>
  );
}
