/** What no server can be asked for, or ours cannot, by the recorder's words, with the reason. */
export const UNREACHABLE: Readonly<Record<string, string>> = {};
