import type { z } from 'zod';

/** Why a field does not fit the contract, where the contract itself has no words for it. */
export function wordsOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'array') return 'Choose at least one';
      if (issue.origin !== 'string') return `Use ${issue.minimum} or more`;
      return issue.minimum === 1 ? 'Fill this in' : `Use at least ${issue.minimum} characters`;
    case 'too_big':
      return issue.origin === 'string' ? `Use at most ${issue.maximum.toLocaleString('en')} characters` : `Use ${issue.maximum} or less`;
    case 'invalid_format':
      return issue.format === 'email' ? 'Write an e-mail address, such as ada@example.org' : undefined;
    case 'invalid_union':
      // A union that can also be empty: what its other form wants is the reason.
      return issue.errors
        .flat()
        .map((inner) => wordsOf(inner as z.core.$ZodRawIssue))
        .find((words) => words !== undefined);
    default:
      return undefined;
  }
}
