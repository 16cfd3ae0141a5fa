import { repositoryOperation } from './forge-operation.ts';
import { presentRef } from './present/tag.ts';

export const listRefs = repositoryOperation({
  method: 'GET',
  path: '/git/refs',
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository }, { contents, links }) {
    return (await contents.reader.refs(repository, 'refs/')).map((ref) => presentRef(links, repository, ref));
  },
});
