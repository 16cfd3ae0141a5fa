/** What ours cannot be asked for, by the recorder's words, with the reason. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  'getVersion: no refusal': 'it is told to anyone and takes nothing',
  'getGeneralAPISettings: no refusal': 'they are told to anyone and take nothing',
  'orgGetAll: no refusal': 'they are told to anyone, as far as they may know',
  'repoCreateBranchProtection: body.require_signed_commits without two values': 'signatures are not verified',
  'repoEditBranchProtection: body.require_signed_commits without two values': 'signatures are not verified',
};
