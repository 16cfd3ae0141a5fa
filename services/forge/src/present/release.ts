import type { Asset, Release } from '../releases/release.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Links } from './links.ts';
import { rfc3339 } from './time.ts';
import { presentUser } from './user.ts';

/** Gitea's Release. */
export function presentRelease(links: Links, repository: Repository, release: Release) {
  const url = `${links.api(repository)}/releases/${release.id}`;
  const createdAt = rfc3339(release.createdAt);
  return {
    id: release.id,
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.title,
    body: release.body,
    url,
    html_url: links.release(repository, release.tag),
    ...presentArchives(links, repository, release.tag),
    upload_url: `${url}/assets`,
    draft: release.draft,
    prerelease: release.prerelease,
    created_at: createdAt,
    published_at: createdAt,
    author: presentUser(links, release.author),
    assets: presentAssets(links, repository, release),
  };
}

/** Where a tag's files are to be had. */
export function presentArchives(links: Links, repository: Repository, tag: string) {
  return { tarball_url: links.archive(repository, `${tag}.tar.gz`), zipball_url: links.archive(repository, `${tag}.zip`) };
}

/** Gitea's Attachments of a release, whose addresses tell their names where each is there once. */
export function presentAssets(links: Links, repository: Repository, release: Release) {
  const names = release.assets.map(({ name }) => name);
  const areUnique = new Set(names).size === names.length;
  return release.assets.map((asset) => ({
    ...presentAsset(links, asset),
    ...(areUnique ? { browser_download_url: links.download(repository, release.tag, asset.name) } : {}),
  }));
}

/** Gitea's Attachment by itself. */
export function presentAsset(links: Links, asset: Asset) {
  return {
    id: asset.id,
    name: asset.name,
    size: asset.size,
    download_count: asset.downloads,
    created_at: rfc3339(asset.createdAt),
    uuid: asset.uuid,
    browser_download_url: links.attachment(asset.uuid),
  };
}
