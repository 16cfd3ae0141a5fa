import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { DEFAULT_LABELS } from '../issues/default-labels.ts';
import { forgeOperation } from './forge-operation.ts';
import { initialFiles } from './initial-files.ts';
import { presentRepository } from './present/repository.ts';

const Body = z.object({
  name: z.string().min(1).max(100),
  description: z.string().max(2_048).default(''),
  private: z.boolean().default(false),
  default_branch: z.string().max(200).default(''),
  /** Makes a first commit with a README. */
  auto_init: z.boolean().default(false),
  /** The one README there is; Gitea's name for its own. */
  readme: z.enum(['', 'Default'], 'there is no README but "Default"').default(''),
  issue_labels: z.enum(['', 'Default'], 'there is no set of labels but "Default"').default(''),
  object_format_name: z.enum(['', 'sha1'], 'only "sha1" is served here').default(''),
  trust_model: z.enum(['', 'default'], 'signatures are not looked at here; leave it out').default(''),
});

/** Creates a repository under the caller's own name. */
export const createRepository = forgeOperation({
  method: 'POST',
  path: '/user/repos',
  grant: 'forge:repository:write',
  body: Body,
  status: 201,
  async handle({ body, caller, traceId }, { repositories, contents, issues, links }) {
    if (caller.repositories !== null)
      throw new MosaicError('forbidden', 'This token is limited to listed repositories; it makes no new one.');
    const wanted = { ...body, defaultBranch: body.default_branch === '' ? 'main' : body.default_branch };
    const repository = await repositories.writer.create(caller, wanted, traceId);
    if (body.issue_labels !== '') await issues.writer.addLabels(repository, DEFAULT_LABELS);
    if (!body.auto_init) return presentRepository(links, repository, 'admin');
    const change = { branch: repository.defaultBranch, files: initialFiles(repository), message: 'Initial commit' };
    await contents.writer.commit(repository, change, { caller, email: links.noreply(caller.login), traceId });
    return presentRepository(links, { ...repository, empty: false }, 'admin');
  },
});
