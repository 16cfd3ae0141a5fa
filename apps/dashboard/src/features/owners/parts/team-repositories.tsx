import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';

import { orgAddTeamRepository, orgRemoveTeamRepository, type Repository, type Team } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { NothingYet } from '../../../parts/empty.tsx';
import { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../parts/form/write-form.tsx';
import { Loaded, MutationProblem } from '../../../parts/loaded.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { type Column, DataTable, RowTitle } from '../../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../../parts/table/pager.tsx';
import { teamRepositoriesQuery, useOrganizationChanged } from '../queries.ts';

interface OfTeam {
  org: string;
  team: Team;
  mayChange: boolean;
}

const repositoryColumns: readonly Column<Repository>[] = [
  { header: 'Repository', cell: ({ name }) => <RowTitle>{name}</RowTitle> },
  { header: 'Seen by', cell: (row) => (row.private ? 'private' : 'everyone'), width: '100px' },
];

function columnsWith(onTake: (repository: Repository) => void): readonly Column<Repository>[] {
  return [
    ...repositoryColumns,
    {
      header: 'Take away',
      cell: (row) => (
        <Button size="compact-xs" variant="subtle" color="fail" onClick={() => onTake(row)} aria-label={`Take away ${row.name}`}>
          Take away
        </Button>
      ),
      width: '120px',
      align: 'right',
      phone: 'first',
    },
  ];
}

export function TeamRepositories({ org, team, mayChange }: OfTeam) {
  const [page, setPage] = usePage();
  const repositories = useQuery(teamRepositoriesQuery(org, team.id, page));
  const changed = useOrganizationChanged(org);
  const take = useMutation({
    mutationFn: (repo: string) => forge.call(orgRemoveTeamRepository, { id: team.id, org, repo }),
    onSuccess: changed,
  });
  const isChosen = mayChange && !team.includes_all_repositories;
  return (
    <>
      <MutationProblem title="It was not taken away" error={take.error} />
      <Panel>
        <Loaded query={repositories} rows={4}>
          {({ items, total }) => (
            <>
              {items.length === 0 && page === 1 ? (
                <NothingYet title="It has no repositories yet" />
              ) : (
                <DataTable
                  label="Repositories"
                  rows={items}
                  columns={isChosen ? columnsWith(({ name }) => take.mutate(name)) : repositoryColumns}
                  rowKey={({ id }) => id}
                  rowHref={({ full_name }) => `/${full_name}`}
                />
              )}
              <Pager page={page} onPage={setPage} total={total} />
            </>
          )}
        </Loaded>
      </Panel>
      {isChosen && <GiveRepository org={org} team={team} />}
    </>
  );
}

function GiveRepository({ org, team }: Pick<OfTeam, 'org' | 'team'>) {
  const changed = useOrganizationChanged(org);
  const form = useWriteForm({
    initialValues: { repo: '' },
    schema: orgAddTeamRepository.params,
    toBody: ({ repo }) => ({ id: team.id, org, repo }),
    write: (params) => forge.call(orgAddTeamRepository, params),
    onDone: (_, { setFieldValue }) => {
      setFieldValue('repo', '');
      void changed();
    },
  });
  return (
    <Section title="Give it a repository">
      <div className="prose-box">
        <WriteFormFrame form={form} act="Give to team" refused="It was not given" isReady={form.values.repo !== ''} isPrimary={false}>
          <TextInput label={`Repository of ${org}`} size="xs" w={260} maxLength={100} {...form.getInputProps('repo')} />
        </WriteFormFrame>
      </div>
    </Section>
  );
}
