import { createGiteaClient, repoGet, repoGetByID, type Repository } from '@mosaic/contracts/gitea';
import { nativeCalls, viewRepositories } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import type { RepositoryView } from './repository-view.ts';

/** One question to the forge: what this login may see; null for the platform itself. */
export interface RepositoryQuestion {
  login: string | null;
  /** "owner/name" or id. */
  repository: string | number;
}

/** Repositories of one question, as the operation takes them. */
const MOST = 200;
/** Questions at once to a forge that takes them one by one. */
const LANES = 8;

interface Waiting {
  question: RepositoryQuestion;
  resolve: (view: RepositoryView | null) => void;
  reject: (fault: unknown) => void;
}

/**
 * Asks the forge about repositories. Questions that come together, as those of a list do, become one for each login
 * ({@link viewRepositories}); a single one, and all where the forge does not know that operation, ask by Gitea's contract.
 * Throws `unavailable` where the forge does not answer.
 */
export function askTogether(forge: Send): (question: RepositoryQuestion) => Promise<RepositoryView | null> {
  const alone = askAlone(forge);
  const native = nativeCalls(forge);
  let waiting: Waiting[] = [];
  let knowsMany = true;

  /** Null where the forge does not know the operation. */
  const askMany = async (login: string | null, repositories: (string | number)[]): Promise<Map<string | number, RepositoryView> | null> => {
    const answer = await reachable(native.callOrNull(viewRepositories, { body: { ...(login === null ? {} : { login }), repositories } }));
    if (answer === null) return null;
    return new Map(
      answer.repositories.flatMap(({ permission, ...found }) => {
        const view = Object.freeze({ ...found, pull: true, push: permission !== 'read', admin: permission === 'admin' });
        return [[found.id, view] as const, [keyOf(found.fullName), view] as const];
      }),
    );
  };

  const settle = async (batch: readonly Waiting[]): Promise<void> => {
    const [first] = batch;
    if (first === undefined) return;
    const found =
      batch.length > 1 && knowsMany
        ? await askMany(
            first.question.login,
            batch.map(({ question }) => question.repository),
          )
        : null;
    if (found !== null) {
      for (const { question, resolve } of batch) resolve(found.get(keyOf(question.repository)) ?? null);
      return;
    }
    if (batch.length > 1) knowsMany = false;
    const left = [...batch];
    const lane = async (): Promise<void> => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await alone(one.question).then(one.resolve, one.reject);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  };

  const dispatch = (): void => {
    const all = Map.groupBy(waiting, ({ question }) => question.login);
    waiting = [];
    for (const questions of all.values()) {
      for (let at = 0; at < questions.length; at += MOST) {
        const batch = questions.slice(at, at + MOST);
        settle(batch).catch((fault: unknown) => batch.forEach(({ reject }) => reject(fault)));
      }
    }
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      // After everything that is ready now has asked too, and before anything else happens.
      if (waiting.length === 1) void Promise.resolve().then(() => process.nextTick(dispatch));
    });
}

function askAlone(forge: Send): (question: RepositoryQuestion) => Promise<RepositoryView | null> {
  const gitea = createGiteaClient(forge);
  return async ({ login, repository }) => {
    const options = login === null ? {} : { sudo: login };
    const [owner = '', repo = ''] = String(repository).split('/');
    const found = await reachable(
      typeof repository === 'number'
        ? gitea.callOrNull(repoGetByID, { id: repository }, options)
        : gitea.callOrNull(repoGet, { owner, repo }, options),
    );
    return found === null || found.permissions?.pull === false ? null : viewOf(found);
  };
}

const viewOf = (found: Repository): RepositoryView =>
  Object.freeze({
    id: found.id,
    fullName: found.full_name,
    owner: found.owner.login,
    // What belongs to an owner whom not everybody may know of is nobody else's either.
    private: found.private || found.owner.visibility !== 'public',
    defaultBranch: found.default_branch,
    pull: true,
    push: found.permissions?.push ?? false,
    admin: found.permissions?.admin ?? false,
  });

async function reachable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new MosaicError('unavailable', 'The forge does not answer, so it is unknown what you may see. Try again shortly.', { cause });
  }
}

/** Names are the same in any case, as the forge has it. */
export function keyOf(repository: string | number): string | number {
  return typeof repository === 'number' ? repository : repository.toLowerCase();
}
