/** Whether an insert or update failed because the value is already taken, on any of the three engines. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errno, errcode } = error as Error & { code?: string; errno?: number; errcode?: number };
  // SQLITE_CONSTRAINT_PRIMARYKEY 1555, SQLITE_CONSTRAINT_UNIQUE 2067; PostgreSQL unique_violation; MariaDB ER_DUP_ENTRY.
  return errcode === 1555 || errcode === 2067 || code === '23505' || errno === 1062;
}

/** Whether a write failed because the row that it belongs to is not there (any more), on any of the three engines. */
export function isForeignKeyViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errno, errcode } = error as Error & { code?: string; errno?: number; errcode?: number };
  // SQLITE_CONSTRAINT_FOREIGNKEY; PostgreSQL foreign_key_violation; MariaDB ER_NO_REFERENCED_ROW_2.
  return errcode === 787 || code === '23503' || errno === 1452;
}

/** Whether a transaction lost against another and may simply be run again. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errno } = error as Error & { code?: string; errno?: number };
  // PostgreSQL serialization_failure and deadlock_detected; MariaDB ER_LOCK_DEADLOCK and ER_CHECKREAD (record changed).
  return code === '40001' || code === '40P01' || errno === 1213 || errno === 1020;
}
