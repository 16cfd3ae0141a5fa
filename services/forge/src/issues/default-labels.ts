/** Gitea's label set "Default" (options/label/Default). */
export const DEFAULT_LABELS: readonly { name: string; color: string }[] = [
  { name: 'bug', color: 'ee0701' },
  { name: 'duplicate', color: 'cccccc' },
  { name: 'enhancement', color: '84b6eb' },
  { name: 'help wanted', color: '128a0c' },
  { name: 'invalid', color: 'e6e6e6' },
  { name: 'question', color: 'cc317c' },
  { name: 'wontfix', color: 'ffffff' },
];
