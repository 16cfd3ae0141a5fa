import { expect, it } from 'vitest';

import { createPrincipal, createToken } from '@mosaic/contracts/mosaic';
import { issueCreateComment, issueCreateIssue } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import { wordsOf } from './field-words.ts';

it.each<[z.ZodType, object, string, string]>([
  [createToken.body, { name: ' ', doors: ['forge'], grants: ['*:*:*'] }, 'name', 'Fill this in'],
  [createToken.body, { name: 'x'.repeat(101), doors: ['forge'], grants: ['*:*:*'] }, 'name', 'Use at most 100 characters'],
  [createToken.body, { name: 'x', doors: [], grants: ['*:*:*'] }, 'doors', 'Choose at least one'],
  [createToken.body, { name: 'x', doors: ['forge'], grants: ['*:*:*'], expiresInSeconds: 0 }, 'expiresInSeconds', 'Use 1 or more'],
  [createPrincipal.body, { login: 'ada', email: 'nowhere' }, 'email', 'Write an e-mail address, such as ada@example.org'],
  [createPrincipal.body, { login: 'ada', password: 'short' }, 'password', 'use at least 12 characters'],
  [issueCreateIssue.body, { title: '' }, 'title', 'Fill this in'],
  [issueCreateComment.body, { body: 'x'.repeat(262_145) }, 'body', 'Use at most 262,144 characters'],
])('what does not fit is said in words: %#', (schema, body, path, words) => {
  const { error } = schema.safeParse(body, { error: wordsOf });
  expect(error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([[path, words]]);
});
