// The decisions behind the upper bound, by tables.
import { tableId } from '../../../src/contract/table-id.js';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BOUND_RULES } from '../../../src/mysql/upper-bound/rules.js';
import { notProvable } from '../../../src/mysql/upper-bound/preconditions.js';
import {
  canWrite,
  runningStatement,
  shownStatement,
  stampedSince,
} from '../../../src/mysql/upper-bound/running-statement.js';
import {
  floorTo,
  microsOf,
  offsetOf,
  ofSeconds,
  textOf,
  timestampOf,
  zoneOf,
} from '../../../src/mysql/upper-bound/timestamp.js';
import { timeZoneMismatch } from '../../../src/mysql/time-zone/time-zone-mismatch.js';

const line = (statement: string | null, more: Partial<ReturnType<typeof runningStatement>> = {}) => ({
  ...{ id: '9', user: 'app', host: '10.0.0.1:5', command: 'Query', statement, startedAt: 0n, state: '' },
  ...more,
});
/** Of a server whose functions the account doesn't see. */
const unseen = (server: 'mariadb' | 'mysql', version = 90_704) => ({
  server,
  version,
  own: new Set<string>(),
  complete: false,
});
const writes = (statement: string | null, more = {}): boolean =>
  canWrite(line(statement, more), tableId('shop.orders'), new Set([7]), unseen('mariadb', 101_106));

describe('a running statement', () => {
  it('can write when it is not a plain read', () => {
    const can = ['INSERT INTO other VALUES (1)', 'UPDATE t SET a = 1', '/* app */ delete from t', 'CALL p()', 'COMMIT'];
    for (const text of [
      ...can,
      'LOAD DATA INFILE "x" INTO TABLE t',
      'SET @a = f()',
      'EXECUTE s',
      'XA COMMIT "x"',
      null,
    ]) {
      assert.equal(writes(text), true, String(text));
    }
    assert.equal(writes('WITH x AS (SELECT 1) UPDATE t SET a = 1'), true);
  });

  it('can write when it is a read that calls what is not built in', () => {
    assert.equal(writes('SELECT next_number(4)'), true);
    assert.equal(writes('SELECT shop.count (1)'), true);
    assert.equal(writes('SELECT `count`(1)'), true);
    assert.equal(writes('(SELECT /* here */ stamp /* f */ (id) FROM t)'), true);
    assert.equal(writes('SHOW TABLES WHERE touch(1)'), true);
  });

  it("can write when it calls what only the other server has built in: here it is a user's own", () => {
    const on = (server: 'mysql' | 'mariadb', text: string): boolean =>
      canWrite(line(text), tableId('s.t'), new Set(), unseen(server, server === 'mysql' ? 90_704 : 101_106));
    for (const name of ['nvl2', 'to_char', 'md5', 'SHA1', 'decode', 'encode']) {
      assert.equal(on('mysql', `SELECT ${name}(a) FROM t`), true, name);
      assert.equal(on('mariadb', `SELECT ${name}(a) FROM t`), false, name);
    }
    for (const name of ['uuid_to_bin', 'ANY_VALUE']) {
      assert.equal(on('mariadb', `SELECT ${name}(a) FROM t`), true, name);
      assert.equal(on('mysql', `SELECT ${name}(a) FROM t`), false, name);
    }
  });

  it('can write when it may be one of the statements of a trigger or a function', () => {
    for (const text of [
      'SELECT a INTO x FROM t',
      'select max(a) from t into @found',
      'WITH x AS (SELECT 1) SELECT * INTO @a FROM x',
      'CREATE TEMPORARY TABLE some SELECT 1',
      'DROP TEMPORARY TABLE some',
    ]) {
      assert.equal(writes(text), true, text);
    }
    assert.equal(writes("SELECT * FROM t INTO OUTFILE '/backup/t.txt'"), false, 'a trigger writes no files');
    assert.equal(writes("SELECT ' into ' FROM t"), false);
  });

  it('can write when MariaDB carries it out to analyze it', () => {
    assert.equal(writes('ANALYZE INSERT INTO t SELECT 1'), true);
    assert.equal(writes('ANALYZE FORMAT=JSON SELECT COUNT(*) FROM t'), false);
    assert.equal(writes('ANALYZE TABLE t'), false);
  });

  it('may have begun before the part of it that shows', () => {
    const at = (startedAt: bigint) => line('SET @a = 1', { startedAt });
    const minute = 60_000_000n;
    const day = 1_440n * minute;
    assert.equal(stampedSince(at(5n), at(5n), 'mariadb'), 5n - minute);
    assert.equal(stampedSince(at(5n), at(3n), 'mariadb'), 3n - minute);
    assert.equal(stampedSince(at(5n), at(60_000n), 'mariadb'), 5n - day);
    assert.equal(stampedSince(at(5n), at(1_000_005n), 'mysql'), 5n - minute, 'MySQL counts whole seconds');
  });

  it('can not write when it reads with built-in functions only', () => {
    const reads = [
      "SELECT COUNT(*), MAX(a) FROM t WHERE a IN (1, 2) AND b = 'f(x)'",
      'SHOW FULL PROCESSLIST',
      'SHOW TABLES',
    ];
    for (const text of [...reads, 'WITH x AS (SELECT 1) SELECT * FROM x', 'select "g(1)" -- h(2)', 'KILL QUERY 4']) {
      assert.equal(writes(text), false, text);
    }
  });

  it('can not write when it is asleep, replication, a greeting, or ours', () => {
    for (const command of ['Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID', 'Slave_SQL']) {
      assert.equal(writes('INSERT INTO t VALUES (1)', { command }), false, command);
    }
    assert.equal(writes(null, { user: 'system user', command: 'Connect' }), false);
    assert.equal(writes(null, { user: 'unauthenticated user', command: 'Connect' }), false);
    assert.equal(writes('SET time_zone = x', { id: '7' }), false);
  });

  it('counts as a scheduled event, which shows as Connect', () => {
    assert.equal(writes('INSERT INTO orders VALUES (1)', { command: 'Connect' }), true);
  });

  it('counts as DDL only when it names this table', () => {
    assert.equal(writes('ALTER TABLE `shop`.`Orders` ADD COLUMN x INT'), true);
    assert.equal(writes('CREATE INDEX i ON orders (a)'), true);
    assert.equal(writes('ALTER TABLE orders_old ADD COLUMN x decimal(1,2)'), false);
    assert.equal(writes('TRUNCATE my_orders'), false);
    assert.equal(writes('CREATE TABLE x SELECT touch(1)'), true);
  });

  it('began its run time before the clock that was read first, never later', () => {
    const read = runningStatement(['3', 'app', 'h', 'Query', 'X', '1500.4', '2026-01-01 00:00:10.000000']);
    assert.equal(textOf(read.startedAt, 6), '2026-01-01 00:00:09.998499');
  });

  it('is shown without the texts in it', () => {
    assert.equal(
      shownStatement(line("UPDATE u  SET pw = 'secret'")),
      "connection 9 (app@10.0.0.1): UPDATE u SET pw = ''",
    );
  });
});

describe('the rules of the bound', () => {
  it('begin at the first tick after the clock', () => {
    const now = microsOf('2026-01-01 00:00:09.500000');
    assert.equal(textOf(BOUND_RULES.firstBound(now, 6), 6), '2026-01-01 00:00:09.500001');
    assert.equal(textOf(BOUND_RULES.firstBound(now, 3), 3), '2026-01-01 00:00:09.501');
    assert.equal(textOf(BOUND_RULES.firstBound(now, 0), 0), '2026-01-01 00:00:10');
    const sharp = microsOf('2026-01-01 00:00:09.000000');
    assert.equal(textOf(BOUND_RULES.firstBound(sharp, 0), 0), '2026-01-01 00:00:10');
  });

  it('only ever lower, to a whole tick', () => {
    const ticks = fc.record({
      bound: fc.bigInt({ min: 0n, max: 10n ** 16n }),
      toward: fc.bigInt({ min: 0n, max: 10n ** 16n }),
      digits: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(ticks, ({ bound, toward, digits }) => {
        const lowered = BOUND_RULES.lowered(bound, toward, digits);
        assert.ok(lowered <= bound && lowered <= toward && lowered % timestampOf(digits) === 0n);
      }),
    );
  });

  it('compare whole rows where a tick may hold two updates, the committed first', () => {
    assert.deepEqual(
      [0, 3, 5, 6].map((digits) => BOUND_RULES.compared(digits)),
      ['row', 'row', 'row', 'entry'],
    );
    assert.deepEqual(BOUND_RULES.order, ['committed', 'uncommitted']);
    const sum = { counted: '3', checksum: '17' };
    assert.equal(BOUND_RULES.differ(sum, { ...sum }), false);
    assert.equal(BOUND_RULES.differ(sum, { ...sum, counted: '4' }), true);
    assert.equal(BOUND_RULES.differ(sum, { ...sum, checksum: '18' }), true);
  });

  it('find the smallest row that only the dirty read shows, and mind no row that is gone', () => {
    const rows = (...values: string[]) => values.map((identity) => ({ value: identity.slice(0, 1), identity }));
    assert.equal(BOUND_RULES.onlyUncommitted(rows('a1', 'b1', 'c1'), rows('a1', 'c1')), null);
    assert.equal(BOUND_RULES.onlyUncommitted(rows('a1', 'c1'), rows('a1', 'b1', 'c1', 'd1')), 'b');
    assert.equal(BOUND_RULES.onlyUncommitted(rows('a1', 'b1'), rows('a2', 'b1')), 'a');
  });
});

describe('moments', () => {
  it('take seconds of a config to the millisecond: less than a second is not none', () => {
    assert.deepEqual([0, 0.4, 1.5, 3_600].map(ofSeconds), [0n, 400_000n, 1_500_000n, 3_600_000_000n]);
  });

  it('go from text to microseconds and back, before 1970 too', () => {
    const moments = fc.bigInt({ min: -30_610_224_000_000_000n, max: 253_402_300_799_999_999n });
    fc.assert(fc.property(moments, (moment) => assert.equal(microsOf(textOf(moment, 6)), moment)));
    assert.equal(textOf(-1n, 6), '1969-12-31 23:59:59.999999');
    assert.equal(floorTo(-1n, 0), -1_000_000n);
  });

  it('know zone offsets', () => {
    assert.equal(offsetOf('+08:00'), 28_800_000_000n);
    assert.equal(offsetOf('-03:30'), -12_600_000_000n);
    assert.equal(zoneOf(-210), '-03:30');
    assert.throws(() => offsetOf('Asia/Taipei'), RangeError);
  });
});

describe('the zone of a cursor', () => {
  const now = microsOf('2026-01-01 12:00:00');
  const isolation = { now, bound: now, before: null, after: null, written: null, minutes: 0 };
  const at = (text: string) => microsOf(`2026-01-01 ${text}`);

  it('is doubted when the newest value is ahead of the clock', () => {
    assert.match(timeZoneMismatch({ ...isolation, after: at('20:00:00') })!, /ahead of the clock.*"\+08:00" would fit/);
    assert.equal(timeZoneMismatch({ ...isolation, after: at('12:04:00') }), null);
  });

  it('is doubted when a table that is being written is whole quarter hours behind', () => {
    const after = at('04:00:01');
    assert.equal(timeZoneMismatch({ ...isolation, after }), null);
    assert.match(
      timeZoneMismatch({ ...isolation, before: at('04:00:00'), after })!,
      /480 minutes behind.*"-08:00" would fit/,
    );
    assert.match(timeZoneMismatch({ ...isolation, after, written: at('12:00:01') })!, /480 minutes behind/);
    assert.equal(timeZoneMismatch({ ...isolation, after, written: at('11:59:30') }), null);
    assert.equal(timeZoneMismatch({ ...isolation, before: at('04:06:59'), after: at('04:07:00') }), null);
    assert.equal(timeZoneMismatch({ ...isolation, before: at('11:59:58'), after: at('11:59:59') }), null);
  });
});

describe('a source', () => {
  const facts = (variables: Record<string, string>, more = {}) => ({
    ...{ process: true, replica: false, variables: new Map(Object.entries(variables)) },
    ...more,
  });

  it('is provable when it is the only writer and shows what runs', () => {
    assert.equal(notProvable(facts({ read_only: 'off', wsrep_on: 'off' }), 'r'), null);
    assert.equal(
      notProvable(facts({ group_replication_group_name: 'g', group_replication_single_primary_mode: 'on' }), 'r'),
      null,
    );
  });

  it('is not provable as Galera, a replica, one of several writers, or without PROCESS', () => {
    assert.match(notProvable(facts({ wsrep_on: 'on' }), 'r')!, /Galera/);
    assert.match(notProvable(facts({ read_only: 'on' }), 'r')!, /replica/);
    assert.match(notProvable(facts({}, { replica: true }), 'r')!, /replica/);
    assert.match(notProvable(facts({ group_replication_group_name: 'g' }), 'r')!, /several writers/);
    assert.match(notProvable(facts({}, { proxied: true }), 'r')!, /a proxy stands before it/);
    assert.match(notProvable(facts({}, { process: false }), 'r')!, /GRANT PROCESS ON \*\.\* TO 'r'/);
  });
});
