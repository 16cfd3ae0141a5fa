import { addColumn, type Migration } from '@mosaic/platform/db';

import type { EventRow } from './event-row.ts';

/** The tables of an outbox; a service's own tables interface extends this. */
export interface EventTables {
  events: EventRow;
  /** One row, updated last in every transaction that emits, so numbers commit in order (docs/adr/002-feeds-instead-of-a-message-bus.md). */
  event_head: { name: string; seq: number };
  /** How far each consumer has got in a feed. */
  event_cursors: { consumer: string; position: number };
  /** Events that a consumer could not take, whole, so that they can be tried again; the consumer went on without them. */
  event_parked: {
    consumer: string;
    seq: number;
    event: string;
    error: string;
    attempts: number;
    parked_at: number;
    /** 1: somebody asked for another try. */
    replay: number;
    /** When it is tried again by itself, Unix ms; 0 for never. */
    retry_at: number;
  };
  /** Items that were in hand when a process ended, and how many times in a row (see `takeUp`). */
  taken_up: { item: string; ends: number };
}

const eventMigration: Migration = {
  name: '000-events',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('events')
        .ifNotExists()
        .addColumn('seq', types.integer, (column) => column.primaryKey())
        .addColumn('id', types.key, (column) => column.notNull().unique())
        .addColumn('type', types.key, (column) => column.notNull())
        .addColumn('subject', types.key, (column) => column.notNull())
        .addColumn('time', types.time, (column) => column.notNull())
        .addColumn('trace_id', types.key, (column) => column.notNull())
        .addColumn('actor', types.key, (column) => column.notNull())
        .addColumn('data', types.text, (column) => column.notNull())
        .execute();
    },
    (db) => db.schema.createIndex('events_trace').ifNotExists().on('events').column('trace_id').execute(),
    async (db, types) => {
      await db.schema
        .createTable('event_head')
        .ifNotExists()
        .addColumn('name', types.key, (column) => column.primaryKey())
        .addColumn('seq', types.integer, (column) => column.notNull())
        .execute();
    },
    async (db, types) => {
      await db.schema
        .createTable('event_cursors')
        .ifNotExists()
        .addColumn('consumer', types.key, (column) => column.primaryKey())
        .addColumn('position', types.integer, (column) => column.notNull())
        .execute();
    },
  ],
};

const parkedMigration: Migration = {
  name: '000-events-parked',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('event_parked')
        .ifNotExists()
        .addColumn('consumer', types.key, (column) => column.notNull())
        .addColumn('seq', types.integer, (column) => column.notNull())
        .addColumn('event', types.text, (column) => column.notNull())
        .addColumn('error', types.text, (column) => column.notNull())
        .addColumn('attempts', types.integer, (column) => column.notNull())
        .addColumn('parked_at', types.time, (column) => column.notNull())
        .addColumn('replay', types.flag, (column) => column.notNull())
        .addPrimaryKeyConstraint('event_parked_pk', ['consumer', 'seq'])
        .execute();
    },
  ],
};

const takenUpMigration: Migration = {
  name: '000-taken-up',
  steps: [
    async (db, types) => {
      await db.schema
        .createTable('taken_up')
        .ifNotExists()
        .addColumn('item', types.key, (column) => column.primaryKey())
        .addColumn('ends', types.integer, (column) => column.notNull())
        .execute();
    },
  ],
};

const retryMigration: Migration = {
  name: '000-try-again',
  steps: [
    (db, types) =>
      addColumn(db, { table: 'event_parked', name: 'retry_at', type: types.time, build: (column) => column.notNull().defaultTo(0) }),
  ],
};

/** The first entries in every service's list of migrations. */
export const EVENT_MIGRATIONS: readonly Migration[] = [eventMigration, parkedMigration, takenUpMigration, retryMigration];
