import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';

/** Structured logs: one JSON object per line, with the level as a word and the time as ISO 8601. */
export type Log = Logger;

/** @param to where lines go. @default standard error */
export function createLog(level = 'info', to: DestinationStream = destination(2)): Log {
  const formatters = { level: (label: string) => ({ level: label }) };
  return pino({ level, base: null, timestamp: stdTimeFunctions.isoTime, formatters }, to);
}

/** Text from outside for a log line: escaped beyond printable ASCII, at most `most` characters. */
export function printable(text: string, most = 256): string {
  const plain = text.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}
