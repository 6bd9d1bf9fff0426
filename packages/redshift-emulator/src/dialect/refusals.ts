// What PostgreSQL would do and Redshift refuses, found by words alone.
import * as errors from '../errors.js';
import { statementText, type Statement } from '../sql/statements.js';
import type { Token } from '../sql/tokens.js';

// The first words of a command.
const COMMANDS = [
  'create index',
  'create unique index',
  'drop index',
  'alter index',
  'reindex',
  'cluster',
  'savepoint',
  'release',
  'rollback to',
  'rollback work to',
  'rollback transaction to',
  'create sequence',
  'alter sequence',
  'drop sequence',
  'create trigger',
  'drop trigger',
  'create rule',
  'create type',
  'create domain',
  'create extension',
  'create aggregate',
  'create operator',
  'create unlogged',
  'create policy',
  'create statistics',
  'create foreign',
  'create server',
  'create publication',
  'create subscription',
  'prepare transaction',
  'listen',
  'notify',
  'unlisten',
  'do',
  'discard',
  'refresh materialized view concurrently',
  'load',
  'checkpoint',
  'import',
  'security',
  'values',
  'table',
].map((words) => words.split(' '));

// Words anywhere outside of literals: the text is the parser's, at the first of them.
const CLAUSES = [
  'on conflict',
  'for update of',
  'for share',
  'for no key',
  'for key share',
  'tablesample',
  'lateral',
].map((words) => words.split(' '));

const FUNCTIONS = new Set(
  (
    'string_agg array_agg json_agg jsonb_agg json_object_agg jsonb_object_agg unnest row_to_json to_json to_jsonb json_build_object ' +
    'jsonb_build_object json_build_array jsonb_build_array jsonb_set jsonb_each jsonb_each_text jsonb_array_elements ' +
    'json_array_elements gen_random_uuid pg_advisory_lock pg_advisory_xact_lock pg_try_advisory_lock ' +
    'pg_try_advisory_xact_lock pg_advisory_unlock pg_advisory_unlock_all regexp_matches pg_current_xact_id pg_sleep setval nextval currval lastval'
  ).split(' '),
);

/** Throws for the first refusal found. */
export function refuse(statement: Statement): void {
  const { tokens } = statement;
  const begins = (words: readonly string[], at: number) =>
    words.every((word, index) => tokens[at + index]?.kind === 'word' && tokens[at + index]?.value === word);
  if (COMMANDS.some((words) => begins(words, 0))) throw errors.commandNotSupported(statementText(statement));
  tokens.forEach((token, at) => {
    if (token.kind !== 'word') return;
    if (begins(['distinct', 'on'], at)) throw errors.notSupported('SELECT DISTINCT ON');
    const clause = CLAUSES.find((words) => begins(words, at));
    if (clause !== undefined) throw errors.syntaxError(original(statement, token));
    if (token.value === 'returning' && endsValue(tokens[at - 1]) && startsValue(tokens[at + 1])) {
      throw errors.syntaxError(original(statement, token));
    }
    if (FUNCTIONS.has(token.value) && isSymbol(tokens[at + 1], '(') && !isSymbol(tokens[at - 1], '.')) {
      throw errors.functionMissing(token.value);
    }
  });
}

const original = (statement: Statement, token: Token): string => statement.source.slice(token.start, token.end);
const isSymbol = (token: Token | undefined, symbol: string): boolean =>
  token?.kind === 'symbol' && token.value === symbol;
// `returning` may also be somebody's column: it is the clause when it stands between two values.
const endsValue = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind !== 'symbol' || token.value === ')') && token.value !== 'select';
const startsValue = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind !== 'symbol' || token.value === '*' || token.value === '(');
