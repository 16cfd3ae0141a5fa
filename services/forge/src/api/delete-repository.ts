import { repositoryOperation } from './forge-operation.ts';

export const deleteRepository = repositoryOperation({
  method: 'DELETE',
  path: '',
  grant: 'forge:repository:admin',
  level: 'admin',
  whileArchived: true,
  handle: ({ repository, caller, traceId }, { repositories }) => repositories.writer.remove(repository, { caller, traceId }),
});
