export { createLocalBus, type Bus } from './bus.ts';
export type { Cause } from './cause.ts';
export { createConsumer, type Consumer } from './consumer.ts';
export { openEventLog, type EventDraft, type EventLog, type EventWriter, type TellingWriter } from './event-log.ts';
export type { ParkedEvent, WhichParked } from './parked.ts';
export { takeUp } from './taken-up.ts';
export { EVENT_MIGRATIONS, type EventTables } from './tables.ts';
export { looks, until } from './looks.ts';
export { fetchFeed, localFeed, type FetchPage } from './feed.ts';
