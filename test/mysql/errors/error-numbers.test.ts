// Errors of the server are told apart by number: which are of privileges, of what is missing, of the statement, of the moment.
import assert from 'node:assert/strict';
import { tableId } from '../../../src/contract/table-id.js';
import { fromDriver, statementError } from '../../../src/mysql/connection/driver-error.js';
import { allowed } from '../../../src/mysql/upper-bound/preconditions.js';
import type { Session } from '../../../src/mysql/connection/connection.js';
import { SourceDenied, SourceFailed, SourceRefused } from '../../../src/mysql/errors.js';

/** As the driver makes it; `code` is its name for the number, which may be another server's. */
const said = (errno: number, sqlState: string, code?: string): Error =>
  Object.assign(new Error('said'), { errno, sqlState, ...(code !== undefined && { code }) });
const server = { host: 'h', port: 1, user: 'u' };
const about = { table: tableId('s.t'), shaped: false };

/** A session that answers each statement with an error, or with a row. */
function answering(...answers: (Error | 'row')[]): Session {
  const rows = (): Promise<string[][]> => {
    const answer = answers.shift() ?? 'row';
    return answer === 'row' ? Promise.resolve([['1']]) : Promise.reject(answer);
  };
  return { dead: false, rows } as unknown as Session;
}

describe('an error of the server', () => {
  it('is of privileges by its number, whatever the driver calls it', () => {
    for (const number of [1044, 1045, 1142, 1143, 1227, 1370, 3118, 4151])
      assert.ok(
        fromDriver(said(number, '42000', 'ER_SOMETHING'), server, about) instanceof SourceDenied,
        String(number),
      );
    assert.ok(fromDriver(said(3854, 'HY000', 'ER_CANNOT_CONVERT_STRING'), server, about) instanceof SourceFailed);
  });

  it('is of a table, a column or an index that is missing by its number', () => {
    const typeOf = (number: number, shaped: boolean): string | null => {
      const error = fromDriver(said(number, '42S02'), server, { ...about, shaped });
      assert.ok(error instanceof SourceRefused);
      return error.type;
    };
    assert.deepEqual(
      [1146, 1049].map((number) => typeOf(number, false)),
      ['UnknownTable', 'UnknownTable'],
    );
    assert.deepEqual(
      [1054, 1176].map((number) => typeOf(number, false)),
      ['BadCursor', 'BadCursor'],
    );
    assert.equal(typeOf(1146, true), 'ShapeChanged');
  });

  it('is of the statement itself only when it is neither of privileges nor of the moment', () => {
    assert.equal(statementError(said(1305, '42000')), 'said');
    assert.equal(statementError(said(1267, 'HY000')), 'said');
    for (const [number, state] of [
      [1142, '42000'],
      [1205, 'HY000'],
      [3024, 'HY000'],
      [1969, '70100'],
    ] as const)
      assert.equal(statementError(said(number, state)), null, String(number));
  });
});

describe('whether the account may ask', () => {
  it('is no when a privilege is missing, and when no statement is known', async () => {
    assert.equal(await allowed(answering(said(1227, '42000')), ['a', 'b']), null);
    assert.equal(await allowed(answering(said(1064, '42000'), said(1064, '42000')), ['a', 'b']), null);
    assert.equal(await allowed(answering(said(1064, '42000'), 'row'), ['a', 'b']), 1);
  });

  it('is not known from any other error, which is thrown as it is', async () => {
    for (const number of [3854, 1205, 3024])
      await assert.rejects(allowed(answering(said(number, 'HY000')), ['a']), { errno: number });
  });
});
