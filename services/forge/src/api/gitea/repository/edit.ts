import type { z } from 'zod';

import { repoEdit } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import type { MergeSettingsChange } from '../../../pulls/merge-settings.ts';
import { presentRepository } from '../../../present/repository.ts';
import { parentOf } from './present-counted.ts';

export const editRepository = implementInRepository(repoEdit, {
  grant: 'forge:repository:write',
  level: 'admin',
  whileArchived: true,
  async handle({ repository, level, caller, body, cause }, context) {
    const { description, private: isPrivate, archived } = body;
    const change = {
      description,
      private: isPrivate,
      archived,
      merging: mergingOf(body),
      releases: body.has_releases,
      name: body.name || undefined,
      defaultBranch: body.default_branch || undefined,
    };
    const edited = await context.repositories.writer.edit(repository, change, cause);
    return presentRepository(context.links, edited, level, { parent: await parentOf(context, caller, edited) });
  },
});

function mergingOf(body: z.output<typeof repoEdit.body>): MergeSettingsChange {
  return {
    enabled: body.has_pull_requests,
    styles: {
      merge: body.allow_merge_commits,
      rebase: body.allow_rebase,
      'rebase-merge': body.allow_rebase_explicit,
      squash: body.allow_squash_merge,
      'fast-forward-only': body.allow_fast_forward_only_merge,
      'manually-merged': body.allow_manual_merge,
    },
    defaultStyle: body.default_merge_style || undefined,
    rebaseUpdate: body.allow_rebase_update,
    deleteBranchAfterMerge: body.default_delete_branch_after_merge,
    allowMaintainerEdit: body.default_allow_maintainer_edit,
  };
}
