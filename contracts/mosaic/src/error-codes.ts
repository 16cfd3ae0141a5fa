/**
 * The closed catalogue of what can go wrong, by meaning. Stable: clients match on these codes.
 * Every dialect maps each code to its own status and body once (`render-error.ts`).
 */
export const ERROR_CODES = {
  invalid_input: 'The request does not fit the contract.',
  unsupported_media_type: 'The body is written in a form that is not read here.',
  unauthenticated: 'No valid credential was presented.',
  forbidden: 'The caller may not do this.',
  not_found: 'It does not exist, or the caller may not know that it does.',
  conflict: 'It clashes with the present state.',
  not_ready: 'It is not in a state that allows this.',
  precondition_failed: 'The state has moved on since the caller looked.',
  stale_lease: 'The lease has ended or passed to another holder.',
  too_large: 'A stated size limit is exceeded.',
  rate_limited: 'Too many requests; try later.',
  unsupported: 'This installation cannot do that.',
  unavailable: 'A part that is needed does not answer.',
  timeout: 'It took longer than its stated limit.',
  insufficient_storage: 'The disk is full.',
  internal: 'A fault of ours; it is logged under the request id.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
