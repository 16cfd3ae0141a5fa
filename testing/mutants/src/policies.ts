import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Fault, Target } from './target.ts';

type Rule = (...given: never[]) => unknown;
type Module = Record<string, Rule>;
/** Has others import what `make` makes of a module from now on; vitest's `vi.doMock`. */
export type ReplaceModule = (path: string, make: (original: <T = Module>() => Promise<T>) => Promise<Module>) => void;

/** The rules of a service's policies as what can be broken. */
export function policyTargets(folder: string, replaceModule: ReplaceModule): Target[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('-policy.ts'));
  return files.flatMap((file) => {
    const path = join(folder, file);
    const rules = rulesIn(readFileSync(path, 'utf8'));
    // Those of the same module go on calling the rule as it was.
    // A module is replaced once, by what was said last of it: all that is said of its rules goes together.
    const changes = new Map<string, (rule: Rule) => Rule>();
    const replace = (name: string, change: (rule: Rule) => Rule): void => {
      changes.set(name, change);
      replaceModule(path, async (original) => {
        const exported = await original();
        return { ...exported, ...Object.fromEntries([...changes].map(([one, of]) => [one, of(exported[one] as Rule)])) };
      });
    };
    return Object.entries(rules).map(([name, faults]) => ({
      name: `${file.replace(/\.ts$/, '')} ${name}`,
      faults,
      break: (fault, reached) => replace(name, (rule) => broken(rule, fault, reached)),
      watch: (called) =>
        replace(
          name,
          (rule) =>
            (...given) => (called(), rule(...given)),
        ),
    }));
  });
}

/** The functions that a policy exports, with what can be wrong about each: one that says yes or no, and one that refuses by an error. */
export function rulesIn(text: string): Record<string, Fault[]> {
  const stated = [...text.matchAll(/^export function (\w+)[^]*?^}$/gm)].flatMap(([own, name = '']) => {
    const saysYesOrNo = /^[^]*?\): ([^\n]*) \{$/m.exec(own)?.[1] === 'boolean';
    const faults = [...(saysYesOrNo ? ['says yes', 'says no'] : []), ...(/\bthrow\b/.test(own) ? ['refuses nobody'] : [])];
    return faults.length === 0 ? [] : [[name, faults] as const];
  });
  return Object.fromEntries(stated);
}

function broken(rule: Rule, fault: Fault, reached: () => void): Rule {
  return (...given) => {
    try {
      const said = rule(...given);
      if (typeof said !== 'boolean' || fault === 'refuses nobody' || said === (fault === 'says yes')) return said;
      reached();
      return !said;
    } catch (error) {
      if (fault !== 'refuses nobody') throw error;
      reached();
      return undefined;
    }
  };
}
