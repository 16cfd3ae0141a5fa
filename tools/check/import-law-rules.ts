import { posix } from 'node:path';

import { SERVICE_NAMES } from '../../contracts/mosaic/src/service-lists.ts';

/** A source file of the house; the path begins with its layer. */
export interface SourceFile {
  path: string;
  text: string;
}

export interface Breach {
  file: string;
  imported: string;
  rule: string;
}

/** Layers from the ground up: each may import itself and those before it (docs/architecture.md#the-house). */
const LAYERS = ['contracts', 'platform', 'engines', 'services', 'apps'] as const;

/** Parts of the platform from the ground up: each may import those before it, so that none waits for the other in a circle. */
const PLATFORM: readonly string[] = [
  'waiting',
  'errors',
  'log',
  'config',
  'secrets',
  'blobs',
  'identity',
  'db',
  'events',
  'durable',
  'lifecycle',
  'http',
];

/** Of a service's own folders, the doors: they call the others and are called by its composition alone. */
const DOORS = new Set(['api', 'tools']);
const COMPOSES = new Set(['service.ts', 'compose']);

/** What rows are read with; a door says who may, calls once and presents. */
const STORE_LIBRARIES = new Set(['kysely', 'pg', 'mysql2', 'mysql2/promise', 'node:sqlite']);

const SERVICES: ReadonlySet<string> = new Set(SERVICE_NAMES);
const APPS = new Set(['server', 'cli', 'dashboard']);

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+['"]([^'"]+)['"]|(?:^|[^.\w])import\(\s*['"`]([^'"`$]+)['"`]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g;

/** Other ways to a module, which no reader of imports sees. */
const HIDDEN_IMPORT = /\bcreateRequire\b|\bimport\(\s*(?:[^'"`\s)/]|`[^`]*\$\{)/;

/** Every import that the law forbids. */
export function breaches(files: readonly SourceFile[]): Breach[] {
  return files.flatMap(({ path, text }) => [
    ...importsOf(text).flatMap(({ name, dynamic }) => judge(path, name, dynamic)),
    ...(!isTest(path) && HIDDEN_IMPORT.test(text)
      ? [{ file: path, imported: '…', rule: 'a module is named where it is imported, in plain text' }]
      : []),
  ]);
}

const isTest = (path: string): boolean => /(?:\.test\.tsx?$|\/tests\/|^testing\/)/.test(path);

function importsOf(text: string): { name: string; dynamic: boolean }[] {
  return [...text.matchAll(IMPORT)].map((match) => ({
    name: (match[1] ?? match[2] ?? match[3]) as string,
    dynamic: match[2] !== undefined,
  }));
}

function judge(path: string, name: string, dynamic: boolean): Breach[] {
  const rule = name.startsWith('.')
    ? judgePath(path, name)
    : name.startsWith('@mosaic/')
      ? judgeDoor(path, name, dynamic)
      : judgeLibrary(path, name);
  return rule === null ? [] : [{ file: path, imported: name, rule }];
}

/** A relative import stays in its package; a service's doors are entered by its composition. */
function judgePath(path: string, name: string): string | null {
  const [layer, part, , folder = ''] = path.split('/') as [string, string, string, string?];
  const [, , , target = ''] = resolve(path, name);
  if (leavesPackage(path, name)) return layer === 'testing' ? null : 'a package is entered by its door, not by a path';
  if (layer !== 'services' || isTest(path) || DOORS.has(folder) || COMPOSES.has(folder)) return null;
  return DOORS.has(target) && target !== folder ? `only ${part}'s composition imports its doors; what both need belongs beside them` : null;
}

function judgeLibrary(path: string, name: string): string | null {
  const [layer, , source, folder = ''] = path.split('/') as [string, string, string, string?];
  const isDoor = layer === 'services' && source === 'src' && DOORS.has(folder);
  return isDoor && STORE_LIBRARIES.has(name) ? "a door reads no rows; call the aggregate's reader or writer" : null;
}

function judgeDoor(path: string, name: string, dynamic: boolean): string | null {
  const [layer, part] = path.split('/') as [string, string];
  const [, target, inner = ''] = name.split('/') as [string, string, string?];
  const targetLayer = SERVICES.has(target) ? 'services' : APPS.has(target) ? 'apps' : target;
  if (targetLayer === 'testing') {
    const allowed = layer === 'testing' || isTest(path) || (layer === 'apps' && part === 'cli' && dynamic);
    return allowed ? null : 'nobody imports testing/, save tests and the command line, dynamically';
  }
  if (layer === 'testing') return null;
  const own = LAYERS.indexOf(layer as (typeof LAYERS)[number]);
  const theirs = LAYERS.indexOf(targetLayer as (typeof LAYERS)[number]);
  if (theirs === -1) return 'it is no layer of the house';
  if (theirs > own) return `${layer} may not import ${targetLayer}: contracts ← platform ← engines ← services ← apps`;
  if (part === 'dashboard' && layer === 'apps' && targetLayer !== 'contracts' && !isTest(path))
    return 'the dashboard runs in a browser and knows contracts alone';
  return judgeSameLayer(
    { layer, part, inner, target: targetLayer === 'services' ? target : inner },
    targetLayer === layer && !isTest(path),
  );
}

function judgeSameLayer(
  { layer, part, inner, target }: { layer: string; part: string; inner: string; target: string },
  same: boolean,
): string | null {
  if (!same || target === part) return null;
  if (layer === 'services') return 'a service never imports another; it calls it over HTTP';
  if (layer === 'engines') return 'an engine imports no other engine; a service puts them together';
  if (layer === 'contracts') return inner === 'wire' ? null : 'a contract imports no other contract but wire';
  if (layer !== 'platform') return null;
  if (!PLATFORM.includes(inner) || !PLATFORM.includes(part)) return 'this part of the platform has no place in the order of PLATFORM';
  return PLATFORM.indexOf(inner) < PLATFORM.indexOf(part) ? null : `platform/${part} stands below platform/${inner}`;
}

/** Whether a relative import climbs out of its package folder (layer/part). */
function leavesPackage(path: string, name: string): boolean {
  const [layer, part] = resolve(path, name);
  const own = path.split('/');
  return layer !== own[0] || part !== own[1];
}

/** The folders and the file that a relative import names, from the root of the house. */
const resolve = (path: string, name: string): string[] => posix.join(posix.dirname(path), name).split('/');
