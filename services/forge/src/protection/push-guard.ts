import { isZeroId, splitRefName, type CheckPush, type IncomingObjects, type Repository as GitRepository } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import type { Command } from '../pushes/push.ts';
import type { BranchRule } from './branch-rule.ts';
import { changedPaths } from './changed-paths.ts';
import { refusalByContent, refusalByName, ruleFor, type Writer } from './protection-policy.ts';
import type { ProtectionReader, ProtectionRules } from './protection-reader.ts';

/** Holds the rules against one who writes into a repository. */
export interface Guarded {
  /** Why a command is refused whatever it brings. */
  refusalOf: (command: Command) => string | null;
  /** Judges what the commands bring; null when no rule has to be asked. */
  checkOf: (commands: readonly Command[]) => CheckPush | null;
}

/** Keeps the rules for branches and tags at every door through which refs move. */
export class PushGuard {
  readonly #reader: ProtectionReader;

  constructor(reader: ProtectionReader) {
    this.#reader = reader;
  }

  /** The rules as they are now. */
  async against(repositoryId: number, writer: Writer): Promise<Guarded> {
    const rules = await this.#reader.rules(repositoryId);
    return {
      refusalOf: (command) => refusalByName(rules, writer, command),
      checkOf: (commands) => (checkOf(rules, writer, commands) === null ? null : this.#checkLater(repositoryId, writer, commands)),
    };
  }

  /** By the rules as they are when the objects have arrived: a client may send them as slowly as it likes. */
  #checkLater(repositoryId: number, writer: Writer, commands: readonly Command[]): CheckPush {
    return async (incoming) => {
      const rules = await this.#reader.rules(repositoryId);
      const refused = commands.map((command) => refusalByName(rules, writer, command)).find((refusal) => refusal !== null);
      return refused ?? (await checkOf(rules, writer, commands)?.(incoming)) ?? null;
    };
  }

  /** For a commit of ours that is to become a branch's. @throws MosaicError `forbidden`. */
  async requireMove(
    git: GitRepository,
    repositoryId: number,
    writer: Writer,
    { command, isForced }: { command: Command; isForced: boolean },
  ): Promise<void> {
    const rule = await this.#reader.ruleFor(repositoryId, splitRefName(command.ref).name);
    if (rule === null) return;
    const paths = isAboutFiles(rule) ? await changedPaths(git, command.before, command.after) : [];
    await this.require(repositoryId, writer, command, { paths, isForced });
  }

  /** For a change that is made here, whose paths are known. @throws MosaicError `forbidden`. */
  async require(
    repositoryId: number,
    writer: Writer,
    command: Command,
    brought: { paths: readonly string[]; isForced?: boolean },
  ): Promise<void> {
    const rules = await this.#reader.rules(repositoryId);
    const { kind, name } = splitRefName(command.ref);
    const rule = kind === 'branch' ? ruleFor(rules.branches, name) : null;
    const refusal =
      refusalByName(rules, writer, command) ??
      (rule === null || isZeroId(command.after) ? null : refusalByContent(rule, writer, name, { isForced: false, ...brought }));
    if (refusal !== null) throw new MosaicError('forbidden', refusal);
  }
}

function checkOf({ branches }: ProtectionRules, writer: Writer, commands: readonly Command[]): CheckPush | null {
  const guarded = commands.flatMap((command) => {
    const { kind, name } = splitRefName(command.ref);
    const rule = kind === 'branch' && !isZeroId(command.after) ? ruleFor(branches, name) : null;
    return rule === null ? [] : [{ rule, name, command }];
  });
  if (guarded.length === 0) return null;
  return async (incoming) => {
    for (const { rule, name, command } of guarded) {
      const refusal = refusalByContent(rule, writer, name, await broughtBy(incoming, rule, command));
      if (refusal !== null) return refusal;
    }
    return null;
  };
}

function isAboutFiles({ files }: BranchRule): boolean {
  return `${files.protected}${files.unprotected}`.trim() !== '';
}

async function broughtBy(incoming: IncomingObjects, rule: BranchRule, { before, after }: Command) {
  const isNew = isZeroId(before);
  const isForced = !isNew && !(await incoming.isAncestor(before, after));
  if (!isAboutFiles(rule)) return { isForced, paths: [] };
  return { isForced, paths: isNew ? await incoming.pathsOfNew(after) : await incoming.pathsBetween(before, after) };
}
