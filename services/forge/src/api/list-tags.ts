import { repositoryOperation } from './forge-operation.ts';
import { namesWith, NamesQuery, offsetOf, sendPageHeaders } from './paging.ts';
import { presentTag } from './present/tag.ts';

export const listTags = repositoryOperation({
  method: 'GET',
  path: '/tags',
  grant: 'forge:repository:read',
  level: 'read',
  query: NamesQuery,
  async handle({ repository, query, raw, reply }, { contents, links }) {
    const tags = namesWith(query.q, await contents.reader.refs(repository, 'refs/tags/'));
    sendPageHeaders({ reply, raw, query }, { total: tags.length, publicUrl: links.publicUrl });
    const page = await contents.reader.details(repository, tags.slice(offsetOf(query), offsetOf(query) + query.limit));
    const objects = await contents.reader.tagObjects(repository, page);
    return page.map((tag) => presentTag(links, repository, tag, objects.get(tag.id)));
  },
});
