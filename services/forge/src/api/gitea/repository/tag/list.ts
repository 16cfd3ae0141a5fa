import { repoListTags } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { namesWith, offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentDamagedTag, presentTag } from '../../../../present/tag.ts';

export const listTags = implementInRepository(repoListTags, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, query, raw, reply }, { contents, links, damage }) {
    const tags = namesWith(query.q, await contents.reader.refs(repository, 'refs/tags/'));
    sendPageHeaders({ reply, raw, query }, { total: tags.length, publicUrl: links.publicUrl });
    const page = await contents.reader.details(repository, tags.slice(offsetOf(query), offsetOf(query) + query.limit));
    const sound = page.filter((tag) => 'commitId' in tag);
    const objects = await contents.reader.tagObjects(repository, sound);
    if (sound.length < page.length) damage.note(repository.fullName);
    return page.map((tag) => ('commitId' in tag ? presentTag(links, repository, tag, objects.get(tag.id)) : presentDamagedTag(tag)));
  },
});
