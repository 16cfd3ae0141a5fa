/** Gitea's limit (models/repo). */
const REPOSITORY_MAX = 100;
const RESERVED_ENDINGS = ['.git', '.wiki', '.rss', '.atom', '.lock'];

/** Whether this may name a repository; given without ".git". It is always one safe path component. */
export function isRepositoryName(name: string): boolean {
  if (name.length > REPOSITORY_MAX || !/^[-.\w]+$/.test(name)) return false;
  return !/^[-.]/.test(name) && !name.includes('..') && !name.endsWith('.') && !hasReservedEnding(name);
}

function hasReservedEnding(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_ENDINGS.some((ending) => lower.endsWith(ending));
}
