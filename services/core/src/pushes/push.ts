/** The id of no commit: before a ref was made, after it was deleted. */
export const NO_COMMIT = '0'.repeat(40);
