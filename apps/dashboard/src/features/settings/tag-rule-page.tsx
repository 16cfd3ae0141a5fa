import { Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import {
  repoCreateTagProtection,
  repoDeleteTagProtection,
  repoEditTagProtection,
  type Repository,
  type TagProtection,
} from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { pathTo, useGo, useSearchParam } from '../../parts/app-link.tsx';
import { useWriteForm } from '../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../parts/form/write-form.tsx';
import { Section } from '../../parts/object-page.tsx';
import { tagsQuery } from '../refs/queries.ts';
import { DeleteRule } from './parts/delete-rule.tsx';
import { RuleFrame } from './parts/rule-frame.tsx';
import { fittingNames, FittingNames } from './parts/fitting-names.tsx';
import { WhoMay } from './parts/who-may.tsx';
import { tagRulesQuery, useRulesChanged } from './queries.ts';

/** Makes a rule for tags, or changes the one that the address names. */
export function TagRulePage({ owner, repo }: { owner: string; repo: string }) {
  const [id] = useSearchParam('id', '');
  const rules = useQuery(tagRulesQuery(owner, repo));
  const isNamed = id === '' ? null : (rule: TagProtection) => String(rule.id) === id;
  return (
    <RuleFrame owner={owner} repo={repo} rules={rules} isNamed={isNamed} name="This rule" rows={6}>
      {(repository, rule) => <RuleForm key={rule?.id} repository={repository} rule={rule} />}
    </RuleFrame>
  );
}

function RuleForm({ repository, rule }: { repository: Repository; rule: TagProtection | undefined }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const changed = useRulesChanged(repository.full_name);
  const go = useGo();
  const tags = useQuery(tagsQuery(owner, repo, { q: '', page: 1 })).data;
  const names = tags?.items.map(({ name }) => name) ?? [];
  const form = useWriteForm({
    initialValues: {
      name_pattern: rule?.name_pattern ?? '',
      whitelist_usernames: rule?.whitelist_usernames ?? [],
      whitelist_teams: rule?.whitelist_teams ?? [],
    },
    schema: repoCreateTagProtection.body.refine(({ name_pattern: pattern }) => pattern !== '', {
      path: ['name_pattern'],
      error: 'Fill this in',
    }),
    toBody: (fields) => fields,
    write: (body) =>
      rule === undefined
        ? forge.call(repoCreateTagProtection, { owner, repo, body })
        : forge.call(repoEditTagProtection, { owner, repo, id: rule.id, body }),
    onDone: () => {
      void changed();
      go(pathTo(owner, repo, 'settings'));
    },
  });
  const pattern = form.values.name_pattern.trim();
  return (
    <Section title={rule === undefined ? 'A new rule for tags' : `Rule for ${rule.name_pattern}`}>
      <div className="prose-box">
        <WriteFormFrame
          form={form}
          act={rule === undefined ? 'Add rule' : 'Save rule'}
          refused={rule === undefined ? 'The rule was not added' : 'The rule was not changed'}
          aside={
            rule !== undefined && (
              <DeleteRule
                repository={repository}
                name={rule.name_pattern}
                remove={() => forge.call(repoDeleteTagProtection, { owner, repo, id: rule.id })}
              >
                Whoever may write may make, move and delete these tags then.
              </DeleteRule>
            )
          }
        >
          <Stack gap="xs">
            <TextInput
              label="Name or pattern"
              placeholder="v*"
              description="In a pattern * stands for any characters: v* fits v1 and v1.2."
              maxLength={190}
              data-autofocus
              {...form.getInputProps('name_pattern')}
            />
            {pattern !== '' && tags !== undefined && (
              <FittingNames noun="tags" fitting={fittingNames(pattern, names, '')} isPart={(tags.total ?? 0) > names.length} />
            )}
          </Stack>
          <p className="meta">Who may make, move and delete these tags; nobody else does.</p>
          <WhoMay owner={owner} repo={repo} form={form} people="whitelist_usernames" teams="whitelist_teams" />
        </WriteFormFrame>
      </div>
    </Section>
  );
}
