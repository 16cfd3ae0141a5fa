import { MysqlAdapter, MysqlDialect } from 'kysely';

/** MySQL's dialect with what MariaDB adds: INSERT … RETURNING (10.5 and later). It has no UPDATE … RETURNING. */
export class MariadbDialect extends MysqlDialect {
  override createAdapter(): MysqlAdapter {
    return new MariadbAdapter();
  }
}

class MariadbAdapter extends MysqlAdapter {
  override get supportsReturning(): boolean {
    return true;
  }
}
