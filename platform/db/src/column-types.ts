import { sql, type ColumnBuilderCallback, type ColumnDefinitionBuilder, type RawBuilder } from 'kysely';

/** The three engines that a service runs on (docs/architecture.md#stores). */
export type DialectName = 'sqlite' | 'postgres' | 'mariadb';

type DataType = 'bigint' | 'integer' | 'text' | RawBuilder<unknown>;

/** Column types that mean the same on all three engines. Times are Unix milliseconds, flags 0 or 1, JSON is text. */
export interface ColumnTypes {
  dialect: DialectName;
  /** Text that is a key or indexed: at most 190 characters, compared bytewise. */
  key: DataType;
  /** Text of any length. */
  text: DataType;
  time: DataType;
  integer: DataType;
  flag: DataType;
  /** A number that the engine gives out; use with {@link ColumnTypes.generated}. */
  serial: DataType;
  /** Makes a `serial` column the primary key that counts by itself and never reuses a number. */
  generated: ColumnBuilderCallback;
}

export function columnTypes(dialect: DialectName): ColumnTypes {
  switch (dialect) {
    case 'sqlite':
      return {
        dialect,
        key: 'text',
        text: 'text',
        time: 'integer',
        integer: 'integer',
        flag: 'integer',
        serial: 'integer',
        generated: (column) => column.primaryKey().autoIncrement(),
      };
    case 'postgres':
      return {
        dialect,
        key: sql`varchar(190) collate "C"`,
        text: 'text',
        time: 'bigint',
        integer: 'bigint',
        flag: 'integer',
        serial: 'bigint',
        generated: (column: ColumnDefinitionBuilder) => column.primaryKey().generatedByDefaultAsIdentity(),
      };
    case 'mariadb':
      return {
        dialect,
        key: sql`varchar(190) character set utf8mb4 collate utf8mb4_bin`,
        text: sql`longtext character set utf8mb4 collate utf8mb4_bin`,
        time: 'bigint',
        integer: 'bigint',
        flag: 'integer',
        serial: 'bigint',
        generated: (column) => column.primaryKey().autoIncrement(),
      };
  }
}
