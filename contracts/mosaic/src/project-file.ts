import { z } from 'zod';

import { SERVICE_NAMES } from './service-lists.ts';
import { SERVICES } from './services.ts';
import { TargetName } from './target-name.ts';

/**
 * The form of project, environment and artifact names: a DNS label without "--", at most 28 characters, so that
 * `<environment>--<project>` stays within the 63 of one label.
 */
export const Label = z
  .string()
  .max(28)
  .regex(/^[a-z0-9](?:-?[a-z0-9])*$/, 'use 1–28 lower-case letters, digits or single "-" between them');

/** Project names that would hide a service's own host name, now or once it has one. */
export const RESERVED_PROJECTS: ReadonlySet<string> = new Set([
  ...SERVICE_NAMES,
  ...Object.values(SERVICES).flatMap(({ hosts }): readonly string[] => hosts),
  'www',
  'api',
  'docs',
  'containers',
  'dashboard',
  'localhost',
]);

const OneOrMany = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** What a repository wants of the platform: the file `.mosaic.yaml`. Strict: an unknown key is an error. */
export const ProjectFile = z.strictObject({
  project: Label.refine((name) => !RESERVED_PROJECTS.has(name), 'this project name is reserved for a service').optional(),
  deploy: z
    .array(
      z.strictObject({
        /** Name of the environment. */
        name: Label,
        when: z.strictObject({ branch: OneOrMany.optional(), event: OneOrMany.optional() }).default({}),
        target: TargetName,
        /** Name given to `mosaic artifact upload … --name`. */
        artifact: Label,
      }),
    )
    .max(20)
    .default([]),
  agents: z
    .array(
      z.strictObject({
        on: z.enum(['pipeline.failed', 'pipeline.succeeded']),
        /** Of an agent that the installation has. */ role: z.string(),
      }),
    )
    .max(20)
    .default([]),
  notify: z.array(z.enum(['inbox'])).default(['inbox']),
});
export type ProjectFile = z.infer<typeof ProjectFile>;
