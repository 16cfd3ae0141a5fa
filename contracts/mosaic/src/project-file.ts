import { z } from 'zod';

/**
 * The form of project, environment and artifact names: a DNS label without "--", at most 28 characters, so that
 * `<environment>--<project>` stays within the 63 of one label.
 */
export const Label = z
  .string()
  .max(28)
  .regex(/^[a-z0-9](?:-?[a-z0-9])*$/, 'use 1–28 lower-case letters, digits or single "-" between them');

/** Project names that would hide a service's own host name. */
export const RESERVED_PROJECTS: ReadonlySet<string> = new Set([
  'www',
  'api',
  'accounts',
  'forge',
  'git',
  'ci',
  'docs',
  'containers',
  'edge',
  'mcp',
  'core',
  'tony',
  'dashboard',
  'localhost',
]);

const OneOrMany = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** What a repository wants of the platform: the file `.mosaic.yaml` (design.md 4). Strict: an unknown key is an error. */
export const ProjectFile = z.strictObject({
  project: Label.refine((name) => !RESERVED_PROJECTS.has(name), 'this project name is reserved for a service').optional(),
  deploy: z
    .array(
      z.strictObject({
        /** Name of the environment. */
        name: Label,
        when: z.strictObject({ branch: OneOrMany.optional(), event: OneOrMany.optional() }).default({}),
        target: z.enum(['site']),
        /** Name given to `mosaic artifact upload … --name`. */
        artifact: Label,
      }),
    )
    .max(20)
    .default([]),
  agents: z
    .array(z.strictObject({ on: z.enum(['pipeline.failed', 'pipeline.succeeded']), role: z.enum(['triage', 'reviewer']) }))
    .max(20)
    .default([]),
  notify: z.array(z.enum(['inbox'])).default(['inbox']),
});
export type ProjectFile = z.infer<typeof ProjectFile>;
