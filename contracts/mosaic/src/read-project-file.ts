import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';

import { ProjectFile } from './project-file.ts';

export const PROJECT_FILE = '.mosaic.yaml';
/** Larger ones are refused (bytes). */
export const PROJECT_FILE_MAX_BYTES = 64 * 1024;
const MESSAGE_LENGTH = 300;

export type ReadProjectFile = { ok: true; file: ProjectFile } | { ok: false; fault: string };

/**
 * Parses `.mosaic.yaml`; a repository without one deploys nothing and notifies the inbox. Faults name the line and what would be right.
 * `agentRoles` are those that the installation has an agent for; null where they are not known: then none is refused.
 */
export function readProjectFile(text: string | null, { agentRoles }: { agentRoles: readonly string[] | null }): ReadProjectFile {
  if (text === null) return { ok: true, file: ProjectFile.parse({}) };
  if (Buffer.byteLength(text) > PROJECT_FILE_MAX_BYTES)
    return { ok: false, fault: `${PROJECT_FILE} is larger than ${PROJECT_FILE_MAX_BYTES / 1024} KiB` };
  const lines = new LineCounter();
  // The library's own look for doubled keys compares each with all before it: thousands of keys would hold up the process.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const fault = document.errors[0] ?? doubledKey(document);
  if (fault !== undefined) return { ok: false, fault: `${PROJECT_FILE}:${lines.linePos(fault.pos[0]).line}: ${fault.message}` };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 }) ?? {};
  } catch (cause) {
    return { ok: false, fault: `${PROJECT_FILE}: ${aliasFault(cause as Error)}` };
  }
  const parsed = ProjectFile.safeParse(value);
  const issues = parsed.success ? unknownRoles(parsed.data, agentRoles) : parsed.error.issues;
  if (parsed.success && issues.length === 0) return { ok: true, file: parsed.data };
  const faults = issues
    .slice(0, 5)
    .map((issue) => `${PROJECT_FILE}:${lineOf(document, lines, issue.path)}: ${where(issue.path)}${inShort(issue.message)}`);
  return { ok: false, fault: faults.join('; ') };
}

function unknownRoles({ agents }: ProjectFile, known: readonly string[] | null): { path: PropertyKey[]; message: string }[] {
  if (known === null) return [];
  const there = known.length === 0 ? 'there are no agents' : `there are: ${[...new Set(known)].toSorted().join(', ')}`;
  return agents.flatMap(({ role }, index) =>
    known.includes(role) ? [] : [{ path: ['agents', index, 'role'], message: `no agent here has the role "${role}"; ${there}` }],
  );
}

function doubledKey(document: Document): { pos: readonly [number, number]; message: string } | undefined {
  let found: { pos: readonly [number, number]; message: string } | undefined;
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          found = { pos: [key.range?.[0] ?? 0, 0], message: `The key "${String(key.value)}" stands twice in one map` };
          return visit.BREAK;
        }
        seen.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

/** What is wrong with its aliases, in words for who wrote them; the library's speak of attacks. */
function aliasFault({ message }: Error): string {
  const missing = /^Unresolved alias .*: (.+)$/.exec(message)?.[1];
  if (missing !== undefined) return `there is no anchor &${missing.slice(0, 50)} above the alias *${missing.slice(0, 50)}`;
  return 'its aliases unfold to too many values; use fewer, or write the values out';
}

/** A message may list every key that is not known. */
function inShort(message: string): string {
  return message.length > MESSAGE_LENGTH ? `${message.slice(0, MESSAGE_LENGTH)}…` : message;
}

function where(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : `${path.join('.')}: `;
}

/** The line of the nearest node that is there; a missing member is told at its parent. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range !== undefined) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
