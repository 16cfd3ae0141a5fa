import { mkdir, readdir, readlink, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import { syncPath } from './unpack.ts';
import type { SiteFolders } from './site-folders.ts';

/** Releases kept on disk for going back without a download. */
export const KEPT_RELEASES = 10;

export async function hasRelease({ releases }: SiteFolders, release: number): Promise<boolean> {
  return (await stat(join(releases, String(release))).catch(() => null))?.isDirectory() === true;
}

/** Makes a release from what `fill` writes into a folder that does not count until it is complete. */
export async function addRelease({ releases }: SiteFolders, release: number, fill: (folder: string) => Promise<void>): Promise<void> {
  const partial = join(releases, `${release}.partial`);
  await mkdir(releases, { recursive: true, mode: 0o700 });
  await rm(partial, { recursive: true, force: true });
  try {
    await fill(partial);
    await rename(partial, join(releases, String(release)));
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  await syncPath(releases);
}

/** Puts the release live in one rename: a reader sees the former or the new one. The former's folder bears the time of its end. */
export async function switchTo({ root, releases, current }: SiteFolders, release: number): Promise<void> {
  const former = await liveRelease({ current });
  const now = new Date();
  if (former !== null && former !== release) await utimes(join(releases, String(former)), now, now).catch(() => undefined);
  const next = join(root, 'next');
  await rm(next, { force: true });
  await symlink(join('releases', String(release)), next);
  await rename(next, current);
  await syncPath(root);
}

/** The release that is live, or null when none is. */
export async function liveRelease({ current }: Pick<SiteFolders, 'current'>): Promise<number | null> {
  const target = await readlink(current).catch(() => null);
  return target === null ? null : Number(basename(target));
}

/** Removes a release's files for good, whatever pages still ask for them. Answers whether they were there. @throws `conflict` for the live one. */
export async function dropRelease(folders: SiteFolders, release: number): Promise<boolean> {
  if ((await liveRelease(folders)) === release)
    throw new MosaicError('conflict', `Release ${release} is live. Deploy or roll back to another one first, then drop it.`);
  if (!(await hasRelease(folders, release))) return false;
  await rm(join(folders.releases, String(release)), { recursive: true });
  await syncPath(folders.releases);
  return true;
}

/** The releases on disk, newest first. */
export async function listReleases({ releases }: Pick<SiteFolders, 'releases'>): Promise<number[]> {
  return releasesAmong(await readdir(releases).catch(() => []));
}

function releasesAmong(names: readonly string[]): number[] {
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .toSorted((left, right) => right - left);
}

/** Removes releases beyond the newest ten, never the live one, and what a killed process left half made. */
export async function pruneReleases(folders: SiteFolders): Promise<void> {
  const live = await liveRelease(folders);
  const names = await readdir(folders.releases).catch(() => []);
  const old = releasesAmong(names)
    .slice(KEPT_RELEASES)
    .filter((release) => release !== live)
    .map(String);
  const partial = names.filter((name) => name.endsWith('.partial'));
  for (const name of [...old, ...partial]) await rm(join(folders.releases, name), { recursive: true, force: true });
}
