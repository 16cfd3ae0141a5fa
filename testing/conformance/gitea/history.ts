import { once } from './once.ts';
import type { GiteaTarget, Home } from './target.ts';

/** A repository with something to read. */
export interface History extends Home {
  /** Commits by their message, the id of the annotated tag itself, and of the file c.txt. */
  id: { First: string; Second: string; Beside: string; v1: string; c: string };
}

/**
 * One of ada's and one of bob's, which nobody changes. On main First (a file, and another in a folder) and Second (a.txt once more); on next, which
 * begins at First, Beside (c.txt); rel/1.0 and the annotated tag v1 at First, the plain tag edge at Second.
 */
export const histories = once(make);

async function make(target: GiteaTarget): Promise<History[]> {
  const made: History[] = [];
  for (const home of await target.homes({ auto_init: false })) {
    const { git, commit } = await target.clone(home);
    await git('checkout', '-q', '-b', 'main');
    const First = await commit({ 'a.txt': 'one\n', 'docs/b.md': `# Of ${home.at.owner}\n` }, 'First');
    await git('branch', 'rel/1.0');
    await git('tag', '-a', 'v1', '-m', 'Words of the release');
    const Second = await commit({ 'a.txt': 'two\n' }, 'Second');
    await git('tag', 'edge');
    await git('checkout', '-q', '-b', 'next', First);
    const Beside = await commit({ 'c.txt': `three of ${home.at.owner}\n` }, 'Beside');
    await git('push', '-q', 'origin', 'main');
    await git('push', '-q', 'origin', 'next', 'rel/1.0', 'v1', 'edge');
    made.push({ ...home, id: { First, Second, Beside, v1: await git('rev-parse', 'v1'), c: await git('rev-parse', 'next:c.txt') } });
  }
  return made;
}
