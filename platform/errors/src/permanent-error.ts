/** Cause of an `unavailable` that no waiting ends, e.g. a damaged repository: somebody has to repair something first. */
export class PermanentError extends Error {}
