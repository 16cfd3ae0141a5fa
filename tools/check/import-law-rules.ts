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

/** Layers from the ground up: each may import itself and those before it (design.md 2). */
const LAYERS = ['contracts', 'platform', 'engines', 'services', 'apps'] as const;

const SERVICES: ReadonlySet<string> = new Set(SERVICE_NAMES);
const APPS = new Set(['server', 'cli', 'dashboard']);

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s+['"]([^'"]+)['"]|(?:^|[^.\w])import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g;

/** Every import that the law forbids. */
export function breaches(files: readonly SourceFile[]): Breach[] {
  return files.flatMap((file) => importsOf(file.text).flatMap(({ name, dynamic }) => judge(file.path, name, dynamic)));
}

function importsOf(text: string): { name: string; dynamic: boolean }[] {
  return [...text.matchAll(IMPORT)].map((match) => ({
    name: (match[1] ?? match[2] ?? match[3]) as string,
    dynamic: match[2] !== undefined,
  }));
}

function judge(path: string, name: string, dynamic: boolean): Breach[] {
  const breach = (rule: string): Breach[] => [{ file: path, imported: name, rule }];
  const [layer, part] = path.split('/') as [string, string];
  const isTest = /(?:\.test\.tsx?$|\/tests\/)/.test(path);
  if (name.startsWith('.')) return leavesPackage(path, name) && !isTest ? breach('a package is entered by its door, not by a path') : [];
  if (!name.startsWith('@mosaic/')) return [];
  const [, target, inner] = name.split('/') as [string, string, string?];
  const targetLayer = SERVICES.has(target) ? 'services' : APPS.has(target) ? 'apps' : target;
  if (targetLayer === 'testing') {
    const allowed = layer === 'testing' || isTest || (layer === 'apps' && part === 'cli' && dynamic);
    return allowed ? [] : breach('nobody imports testing/, save tests and the command line, dynamically');
  }
  if (layer === 'testing') return [];
  const own = LAYERS.indexOf(layer as (typeof LAYERS)[number]);
  const theirs = LAYERS.indexOf(targetLayer as (typeof LAYERS)[number]);
  if (theirs === -1) return breach('it is no layer of the house');
  if (theirs > own) return breach(`${layer} may not import ${targetLayer}: contracts ← platform ← engines ← services ← apps`);
  if (layer === 'services' && targetLayer === 'services' && target !== part)
    return breach('a service never imports another; it calls it over HTTP');
  if (layer === 'contracts' && targetLayer === 'contracts' && inner !== 'wire' && inner !== part)
    return breach('a contract imports no other contract but wire');
  return [];
}

/** Whether a relative import climbs out of its package folder (layer/part). */
function leavesPackage(path: string, name: string): boolean {
  const folders = path.split('/').slice(0, -1);
  for (const segment of name.split('/')) {
    if (segment === '..') folders.pop();
    else if (segment !== '.') folders.push(segment);
    if (folders.length < 2) return true;
  }
  const own = path.split('/').slice(0, 2);
  return folders[0] !== own[0] || folders[1] !== own[1];
}
