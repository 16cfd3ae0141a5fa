import { pino, type DestinationStream, type Logger } from 'pino';

export { LineFile } from './line-file.ts';

/** Structured log; children carry the service's name. */
export type Log = Logger;

/** Members that never reach a log line, wherever a request or an error carries them. */
const REDACTED = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'access_token',
  '*.authorization',
  '*.cookie',
  '*.password',
  '*.secret',
  '*.token',
  '*.access_token',
  'headers.authorization',
  'headers.cookie',
  'req.headers.authorization',
  'req.headers.cookie',
];

export interface LogOptions {
  level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Where lines go; standard output when absent. */
  destination?: DestinationStream;
}

export function createLog({ level, destination }: LogOptions): Log {
  const options = {
    level,
    redact: { paths: REDACTED, censor: '••••' },
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** A log that writes nothing, for pure tests. */
export function silentLog(): Log {
  return pino({ level: 'silent' });
}
