import { repositoryOperation } from './forge-operation.ts';

export const listRefs = repositoryOperation({
  method: 'GET',
  path: '/git/refs',
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository }, { contents, links }) {
    const refs = await contents.reader.refs(repository, 'refs/');
    const api = links.api(repository);
    return refs.map(({ ref, id, commitId }) => {
      const type = id === commitId ? 'commit' : 'tag';
      return { ref, url: `${api}/git/${ref}`, object: { type, sha: id, url: `${api}/git/${type}s/${id}` } };
    });
  },
});
