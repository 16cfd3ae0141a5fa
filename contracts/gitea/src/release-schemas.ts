import { z } from 'zod';

import { User } from './schemas.ts';

/** A file of a release. */
export const Attachment = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Bytes. */
  size: z.number().int(),
  download_count: z.number().int().default(0),
  created_at: z.string().default(''),
  uuid: z.string(),
  browser_download_url: z.string(),
});
export type Attachment = z.infer<typeof Attachment>;

/** What is told of a tag beside its name. `published_at` is `created_at`, as in Gitea. */
export const Release = z.object({
  id: z.number().int(),
  tag_name: z.string(),
  /** Branch, tag or commit that the tag was made at; may be empty where the tag was there before. */
  target_commitish: z.string().default(''),
  name: z.string().default(''),
  body: z.string().default(''),
  url: z.string().default(''),
  html_url: z.string(),
  tarball_url: z.string().default(''),
  zipball_url: z.string().default(''),
  upload_url: z.string().default(''),
  draft: z.boolean().default(false),
  prerelease: z.boolean().default(false),
  created_at: z.string().default(''),
  published_at: z.string().default(''),
  author: User,
  assets: z
    .array(Attachment)
    .nullish()
    .transform((value) => value ?? []),
});
export type Release = z.infer<typeof Release>;
