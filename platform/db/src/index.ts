export { migrate, type Migration, type MigrationStep } from './migrate.ts';
export { addColumn, type NewColumn } from './add-column.ts';
export { addForeignKeys, type ForeignKey } from './foreign-keys.ts';
export { rebuildTable } from './rebuild-table.ts';
export { columnTypes, type ColumnTypes, type DialectName } from './column-types.ts';
export { StoreLocation, storeAt, storeReference, type StoreReference } from './location.ts';
export { openStore, type Reader, type Store, type Writer } from './store.ts';
export { isForeignKeyViolation, isUniqueViolation } from './violations.ts';
export { openFault } from './open-fault.ts';
