/** What ours cannot be asked for, by the recorder's words, with the reason. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  'getVersion: no refusal': 'it is told to anyone and takes nothing',
  'getGeneralAPISettings: no refusal': 'they are told to anyone and take nothing',
  'orgListCurrentUserOrgs: empty lists alone': 'there are no organizations',
  'orgGet: no success': 'there are no organizations',
};
