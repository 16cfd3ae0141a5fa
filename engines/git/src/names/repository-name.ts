/** Gitea's limits (models/user, models/repo). */
const OWNER_MAX = 40;
const REPOSITORY_MAX = 100;
const RESERVED_ENDINGS = ['.git', '.wiki', '.rss', '.atom', '.lock'];

/** Whether this may name an owner: Gitea's rule for user names, without reserved words (they belong to the routes). */
export function isOwnerName(name: string): boolean {
  return name.length <= OWNER_MAX && /^[0-9A-Za-z][-.\w]*$/.test(name) && !/[-._]{2,}|[-._]$/.test(name) && !hasReservedEnding(name);
}

/** Whether this may name a repository; given without ".git". It is always one safe path component. */
export function isRepositoryName(name: string): boolean {
  if (name.length > REPOSITORY_MAX || !/^[-.\w]+$/.test(name)) return false;
  return !/^[-.]/.test(name) && !name.includes('..') && !name.endsWith('.') && !hasReservedEnding(name);
}

function hasReservedEnding(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_ENDINGS.some((ending) => lower.endsWith(ending));
}
