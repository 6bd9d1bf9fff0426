// The language of faults: what is to break, and where. One line of text, the same by SQL and by code.
import { invalidFault } from '../errors.js';
import { FAILURES, type Failure } from './failures.js';

export type Action =
  /** The client's connection is gone, without a word. */
  | { readonly do: 'drop' }
  /** Nothing happens until the faults are cleared, or the client has gone. */
  | { readonly do: 'hold' }
  | { readonly do: 'fail'; readonly failure: Failure }
  /** Milliseconds until the emulator listens again. */
  | { readonly do: 'restart'; readonly ms: number }
  /** Milliseconds of every GET. */
  | { readonly do: 'slow'; readonly ms: number };

export type Place =
  /** A statement that begins with the first word and has the others in it. */
  | { readonly at: 'before' | 'after'; readonly words: readonly string[] }
  /** The n-th statement of a session, from 1. */
  | { readonly at: 'before' | 'after'; readonly ordinal: number }
  /** When so much of a COPY's data has gone to the database. */
  | { readonly at: 'copy'; readonly sent: number; readonly unit: 'files' | 'rows' }
  /** When the data of a COPY's n-th file is read. */
  | { readonly at: 'file'; readonly file: number }
  | { readonly at: 'get' }
  | { readonly at: 'now' };

export interface Fault {
  readonly text: string;
  readonly action: Action;
  readonly place: Place;
  /** The how manieth occasion is the first to be struck, from 1. */
  readonly nth: number;
  /** Occasions struck from there on. */
  readonly times: number;
  /** Only sessions whose application_name is this. */
  readonly application: string | undefined;
}

const ACTION = 'drop|hold|fail \\w+|restart \\d+ ms|slow \\d+ ms';
const PLACE = '(?:before|after) .+?|in copy after \\d+ (?:files?|rows?)|at file \\d+';
const GRAMMAR = new RegExp(
  `^(${ACTION})(?: (${PLACE}))?(?: #(\\d+))?(?: (?:times (\\d+)|(always)))?(?: of (\\S+))?$`,
  'i',
);

/** Throws RedshiftError with the grammar. */
export function parseFault(given: string): Fault {
  const text = given.trim().replace(/\s+/g, ' ');
  const [, act = '', where, nth, times, always, application] = GRAMMAR.exec(text) ?? [];
  const action = readAction(act.toLowerCase());
  if (action === undefined) throw invalidFault(text);
  const place = readPlace(action, where);
  if (place === undefined || !fits(action, place)) throw invalidFault(text);
  // Slowness is a state of S3, not an event.
  const lasting = always !== undefined || (action.do === 'slow' && times === undefined);
  return {
    ...{ text, action, place, application },
    nth: Number(nth ?? 1),
    times: lasting ? Infinity : Number(times ?? 1),
  };
}

function readAction(text: string): Action | undefined {
  const [verb, object = ''] = text.split(' ');
  if (verb === 'drop' || verb === 'hold') return { do: verb };
  if (verb === 'restart' || verb === 'slow') return { do: verb, ms: Number(object) };
  const failure = FAILURES.find((name) => name === object);
  return failure === undefined ? undefined : { do: 'fail', failure };
}

function readPlace({ do: verb }: Action, text: string | undefined): Place | undefined {
  if (text === undefined) return verb === 'slow' ? { at: 'get' } : verb === 'restart' ? { at: 'now' } : undefined;
  const [first = '', ...rest] = text.toLowerCase().split(' ');
  if (first === 'in')
    return { at: 'copy', sent: Number(rest[2]), unit: rest[3]?.startsWith('file') ? 'files' : 'rows' };
  if (first === 'at') return { at: 'file', file: Number(rest[1]) };
  const at = first === 'before' ? 'before' : 'after';
  return rest[0] === 'statement' ? { at, ordinal: Number(rest[1]) } : { at, words: rest };
}

/** An answer that is due cannot become an error; a file is read or not. */
function fits({ do: verb }: Action, place: Place): boolean {
  if ('ordinal' in place && !Number.isInteger(place.ordinal)) return false;
  if (place.at === 'get') return verb === 'slow';
  if (place.at === 'now') return verb === 'restart';
  if (place.at === 'file') return verb === 'fail';
  return verb !== 'slow' && !(verb === 'fail' && place.at === 'after');
}

/** Does a statement stand where the fault is to strike? `ordinal`: how manieth of its session it is. */
export function isPlace(place: Place, sql: string, ordinal: number): boolean {
  if ('ordinal' in place) return place.ordinal === ordinal;
  if (!('words' in place)) return false;
  const [verb = '', ...others] = place.words;
  const text = sql.trim().toLowerCase();
  return new RegExp(`^${verb.replaceAll(/\W/g, '\\$&')}\\b`).test(text) && others.every((word) => text.includes(word));
}
