import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runFolder } from '../../src/contract/names.js';
import { refOf } from '../s3/support/sample.js';
import { parquetOf } from './parquet-file.js';
import { KEY, mismatches, sentenceOf, stateNames, InMemoryTable } from './in-memory-table.js';

/** Two runs of 30 and 12 rows in 2 files and 1, loaded; a third of 5 rows, pending. */
async function threeRuns(): Promise<InMemoryTable> {
  const inMemoryTable = new InMemoryTable();
  await inMemoryTable.run('a', [20, 10]);
  await inMemoryTable.run('b', [12]);
  await inMemoryTable.run('c', [5], { load: false });
  return inMemoryTable;
}
const partOf = (inMemoryTable: InMemoryTable, run: string): string => inMemoryTable.extractReport(run).data[0]!.key;

describe('a validation', () => {
  it('counts what each source says, and finds that they agree', async () => {
    const validation = await (await threeRuns()).validate();
    assert.deepEqual(validation.countSources, {
      mysql: { rows: 47 },
      footers: { rows: 47, files: 4 },
      manifest: { rows: 47, files: 4 },
      watermark: { rows: 47, files: 4 },
      ledger: { rows: 42, files: 3 },
      target: { rows: 42 },
    });
    assert.deepEqual([validation.balanced, mismatches(validation), stateNames(validation)], [true, [], ['pending']]);
    assert.equal(sentenceOf(validation, 'mysql.rows'), '1 manifest waiting to be loaded');
    assert.deepEqual(JSON.parse(JSON.stringify(validation)), validation);
  });

  it('compares the source with the target when everything is loaded', async () => {
    const inMemoryTable = new InMemoryTable();
    await inMemoryTable.run('a', [20, 10]);
    const validation = await inMemoryTable.validate();
    assert.ok(validation.findings.every(({ agrees }) => agrees === true));
    assert.equal(sentenceOf(validation, 'mysql.rows'), '30 rows in source and target');
  });

  it('says of a table that was never synced just that', async () => {
    const validation = await new InMemoryTable().validate();
    assert.deepEqual([validation.balanced, validation.findings, stateNames(validation)], [true, [], ['neverSynced']]);
  });

  it('finds agreement after any history of runs', async () => {
    const run = fc.record({
      files: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
      load: fc.boolean(),
      record: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(run, { maxLength: 5 }), async (runs) => {
        const inMemoryTable = new InMemoryTable();
        for (const [i, { files, ...how }] of runs.entries()) await inMemoryTable.run(`run-${i}`, files, how);
        const validation = await inMemoryTable.validate();
        assert.deepEqual(mismatches(validation), []);
        const { footers, manifest, watermark } = validation.countSources;
        assert.deepEqual([footers, manifest], [watermark, watermark]);
        inMemoryTable.asks.ledger = false;
        assert.deepEqual(mismatches(await inMemoryTable.validate()), []);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a mismatch is found by its name:', () => {
  type Lie = [name: string, tell: (inMemoryTable: InMemoryTable) => void, checks: string[], sentence: RegExp];
  const told: Lie[] = [
    [
      'the watermark says 0 files',
      (inMemoryTable) => inMemoryTable.edit({ s3_file_count: 0 }),
      ['extract reports.files'],
      /the extract reports have 4 files, the watermark says s3_file_count 0/,
    ],
    [
      'the watermark says more rows',
      (inMemoryTable) => inMemoryTable.edit({ mysql_rows_extracted: 48 }),
      ['extract reports.rows'],
      /extract reports have 47 rows, the watermark says mysql_rows_extracted 48/,
    ],
    [
      'the watermark says fewer rows loaded',
      (inMemoryTable) => inMemoryTable.edit({ redshift_rows_loaded: 0 }),
      ['ledger.rows'],
      /the ledger has 42 rows, the watermark says redshift_rows_loaded 0/,
    ],
    [
      'the watermark forgot what is pending',
      (inMemoryTable) => inMemoryTable.edit({ pending: [] }),
      ['watermark.seqs', 'ledger.loads', 'mysql.rows'],
      /#3 to #3 should be pending, and nothing is/,
    ],
    [
      'the watermark was set back',
      (inMemoryTable) =>
        inMemoryTable.edit({
          seq: 1,
          loaded_seq: 1,
          pending: [],
          last_run: null,
          mysql_rows_extracted: 30,
          s3_file_count: 2,
        }),
      ['ledger.loads', 'mysql.rows'],
      /the ledger has #2, and the watermark ends at #1/,
    ],
    [
      'the watermark is gone',
      (inMemoryTable) => void inMemoryTable.store.objects.delete(KEY),
      ['watermark.there'],
      /no watermark, but 3 extract reports in S3, 2 loads/,
    ],
    [
      'the watermark is garbage',
      (inMemoryTable) => void inMemoryTable.store.objects.set(KEY, Buffer.from('x')),
      ['watermark.there'],
      /watermark.json is not JSON/,
    ],
    [
      'a data file is missing',
      (inMemoryTable) => void inMemoryTable.store.objects.delete(partOf(inMemoryTable, 'a')),
      ['files.there'],
      /runs\/a\/part-000001-1ab.parquet is not in S3/,
    ],
    [
      'a data file has another size',
      (inMemoryTable) =>
        void inMemoryTable.store.objects.set(partOf(inMemoryTable, 'b'), parquetOf(12, 1e6 + 1).subarray(4)),
      ['files.bytes'],
      /part-000001-1ab.parquet has \d+ bytes instead of \d+/,
    ],
    [
      'a footer differs',
      (inMemoryTable) =>
        void inMemoryTable.store.objects.set(
          partOf(inMemoryTable, 'b'),
          padded(parquetOf(11), inMemoryTable.extractReport('b').data[0]!.bytes),
        ),
      ['footers.rows'],
      /the footer of .*part-000001-1ab.parquet says 11 rows instead of 12/,
    ],
    [
      'a data file is no Parquet',
      (inMemoryTable) =>
        void inMemoryTable.store.objects.set(
          partOf(inMemoryTable, 'b'),
          Buffer.alloc(inMemoryTable.extractReport('b').data[0]!.bytes),
        ),
      ['footers.rows'],
      /can't be read: not a valid parquet file/,
    ],
    [
      'a manifest is missing',
      (inMemoryTable) => void inMemoryTable.store.objects.delete(`${runFolder('p', refOf('a'))}manifest.json`),
      ['manifest.there'],
      /manifest .*manifest.json of #1 is not in S3/,
    ],
    [
      'a manifest was written again, with the same files',
      (inMemoryTable) => inMemoryTable.editFile('c', 'manifest.json', (text) => `${text}\n`),
      ['manifest.sha256'],
      /manifest of #3 is not the one that extract report and watermark vouch for/,
    ],
    [
      'a manifest lacks a file',
      (inMemoryTable) =>
        inMemoryTable.editFile('a', 'manifest.json', (text) => JSON.stringify({ entries: entriesOf(text).slice(1) })),
      ['manifest.sha256', 'manifest.extract report'],
      /manifest of #1 is not the one that extract report and ledger vouch for/,
    ],
    [
      'a manifest lists a file twice',
      (inMemoryTable) =>
        inMemoryTable.editFile('b', 'manifest.json', (text) =>
          JSON.stringify({ entries: [...entriesOf(text), ...entriesOf(text)] }),
        ),
      ['manifest.sha256', 'manifest.extract report'],
      /manifest of #2 is not the one/,
    ],
    [
      'a manifest points into another bucket',
      (inMemoryTable) => inMemoryTable.editFile('b', 'manifest.json', (text) => text.replace('s3://b/', 's3://other/')),
      ['manifest.sha256', 'manifest.extract report'],
      /#2/,
    ],
    [
      'an extract report is missing',
      (inMemoryTable) => void inMemoryTable.store.objects.delete(`${runFolder('p', refOf('b'))}extract-report.json`),
      ['extract reports.each'],
      /no extract report tells #2/,
    ],
    [
      'an extract report is garbage',
      (inMemoryTable) => inMemoryTable.editFile('b', 'extract-report.json', () => '{}'),
      ['extract reports.each'],
      /no extract report tells #2: .*extract-report.json has format/,
    ],
    [
      'an extract report says more rows',
      (inMemoryTable) =>
        inMemoryTable.editFile('a', 'extract-report.json', (text) => text.replace('"rows":30', '"rows":31')),
      ['extract reports.rows', 'ledger.extract reports'],
      /extract reports have 48 rows/,
    ],
    [
      'the ledger lacks a load',
      (inMemoryTable) => void inMemoryTable.ledger.shift(),
      ['ledger.loads', 'ledger.rows'],
      /#1 counts as loaded, and the ledger lacks it/,
    ],
    [
      'the ledger has a load twice',
      (inMemoryTable) => void inMemoryTable.ledger.push({ ...inMemoryTable.ledger[1]! }),
      ['ledger.loads', 'ledger.rows'],
      /the ledger has a load twice/,
    ],
    [
      'the ledger has other rows',
      (inMemoryTable) => void (inMemoryTable.ledger[1] = { ...inMemoryTable.ledger[1]!, rowsLoaded: 11 }),
      ['ledger.extract reports', 'ledger.rows', 'history.rows'],
      /load #2 has 11 rows of 1 files, its extract report 12 of 1/,
    ],
    [
      'the ledger has what is pending',
      (inMemoryTable) => void inMemoryTable.commit(3),
      ['ledger.loads', 'ledger.rows'],
      /#3 is in the ledger and still pending: the next sync/,
    ],
    [
      'the target has a row more',
      (inMemoryTable) => void (inMemoryTable.target! += 1),
      ['target.rows'],
      /the target has 43 rows, after load #2 it had 42/,
    ],
    [
      'the target is gone',
      (inMemoryTable) => void (inMemoryTable.target = null),
      ['target.rows'],
      /the target is gone, after load #2 it had 42/,
    ],
  ];
  for (const [name, tell, checks, sentence] of told) {
    it(name, async () => {
      const inMemoryTable = await threeRuns();
      tell(inMemoryTable);
      const validation = await inMemoryTable.validate();
      assert.deepEqual([mismatches(validation), validation.balanced], [checks, false]);
      assert.match(sentenceOf(validation, checks[0]!), sentence);
    });
  }
});

describe('a state is no disagreement:', () => {
  it('a run at work, its files, and a load that it is about to record', async () => {
    const inMemoryTable = new InMemoryTable();
    await inMemoryTable.run('a', [20]);
    await inMemoryTable.run('b', [7], { load: false, end: false });
    inMemoryTable.putFile('b', 9, 3);
    assert.deepEqual(stateNames(await inMemoryTable.validate()), ['leaseHeld', 'pending', 'filesAtWork']);
    inMemoryTable.commit(2);
    const validation = await inMemoryTable.validate();
    assert.deepEqual([validation.balanced, mismatches(validation)], [true, []]);
    const waiting = validation.findings.filter(({ agrees }) => agrees === 'state').map(({ check }) => check);
    assert.deepEqual(waiting, ['ledger.loads', 'ledger.rows']);
    assert.equal(sentenceOf(validation, 'mysql.rows'), 'a run is at work');
  });

  it('files and extract reports of runs that recorded nothing, which are never counted', async () => {
    const inMemoryTable = new InMemoryTable();
    await inMemoryTable.run('dead', [50, 50], { record: false });
    await inMemoryTable.run('a', [20, 10]);
    inMemoryTable.putFile('a', 3, 10);
    const validation = await inMemoryTable.validate();
    assert.deepEqual([mismatches(validation), validation.countSources.footers], [[], { rows: 30, files: 2 }]);
    assert.deepEqual(
      validation.states.map(({ state, count }) => [state, count]),
      [['orphanFiles', 3]],
    );
  });

  it('two extract reports for one seq, while the ledger can’t say which counts', async () => {
    const inMemoryTable = new InMemoryTable();
    await inMemoryTable.run('dead', [50], { record: false });
    await inMemoryTable.run('a', [20]);
    await inMemoryTable.run('b', [10]);
    assert.deepEqual(mismatches(await inMemoryTable.validate()), []);
    inMemoryTable.asks.ledger = false;
    const validation = await inMemoryTable.validate();
    assert.deepEqual([validation.balanced, mismatches(validation)], [true, []]);
    assert.match(
      sentenceOf(validation, 'extract reports.each'),
      /several runs have an extract report for #1; only the ledger/,
    );
    assert.deepEqual(stateNames(validation), ['notAsked']);
  });

  it('a table that the config has no place for: S3 and the watermark are held against each other', async () => {
    const inMemoryTable = await threeRuns();
    inMemoryTable.asks = { ledger: false, source: false };
    const refused = 'pipeline x: not among its tables';
    const validation = await inMemoryTable.validate({ refused });
    assert.deepEqual([validation.verdict, validation.balanced, mismatches(validation)], ['misconfigured', true, []]);
    assert.deepEqual(stateNames(validation), ['pending', 'notConfigured']);
    const { sentence } = validation.states.at(-1)!;
    assert.match(
      sentence,
      /^MySQL and Redshift were not asked: pipeline x: not among its tables\. If .* move s3:\/\/b\/p\//,
    );
    inMemoryTable.edit({ s3_file_count: 0 });
    assert.equal((await inMemoryTable.validate({ refused })).verdict, 'disagrees');
    const never = await new InMemoryTable().validate({ refused });
    assert.deepEqual([never.verdict, stateNames(never)], ['misconfigured', ['neverSynced', 'notConfigured']]);
    assert.doesNotMatch(never.states[1]!.sentence, /move/);
  });

  it('a load that runs: its ledger answers later, and nothing is held against it until then', async () => {
    const inMemoryTable = await threeRuns();
    inMemoryTable.locked = 'a load has been running since 8: the ledger of x is locked';
    const validation = await inMemoryTable.validate();
    assert.deepEqual([validation.verdict, validation.balanced, mismatches(validation)], ['askAgain', true, []]);
    assert.deepEqual(stateNames(validation), ['pending', 'loadRunning']);
    assert.equal(validation.states.at(-1)?.sentence, `${inMemoryTable.locked}. Ask again when it is over`);
    assert.equal(sentenceOf(validation, 'ledger.rows'), `not comparable yet: ${inMemoryTable.locked}`);
    assert.equal(sentenceOf(validation, 'target.rows'), 'not comparable yet: a load is running');
    inMemoryTable.edit({ pending: [], loaded_seq: 3 });
    assert.equal(sentenceOf(await inMemoryTable.validate(), 'mysql.rows'), 'a load is running');
    inMemoryTable.edit({ s3_file_count: 0 });
    assert.equal((await inMemoryTable.validate()).verdict, 'disagrees');
  });

  it('no table of that name, said instead of that it was never synced and all is well', async () => {
    const inMemoryTable = new InMemoryTable();
    inMemoryTable.down = new Error('no such table');
    const validation = await inMemoryTable.validate();
    assert.equal(validation.verdict, 'incomplete');
    assert.equal(validation.states.at(-1)?.sentence, 'without the word of MySQL and Redshift: no such table');
    // What a sync of that name leaves: a watermark that counts nothing.
    await inMemoryTable.run('refused', [], { record: false });
    inMemoryTable.edit({ lease: null });
    const mistyped = (await inMemoryTable.validate()).states.at(-1)?.sentence ?? '';
    assert.match(mistyped, /Nothing was ever recorded of it: .* delete s3:\/\/b\/.*watermark\.json$/);
    await inMemoryTable.run('a', [3]);
    assert.doesNotMatch((await inMemoryTable.validate()).states.at(-1)?.sentence ?? '', /delete/);
  });

  it('sources that don’t answer', async () => {
    const inMemoryTable = await threeRuns();
    inMemoryTable.down = new Error('nobody there');
    const validation = await inMemoryTable.validate();
    assert.equal(validation.verdict, 'incomplete');
    assert.deepEqual([validation.balanced, mismatches(validation)], [true, []]);
    assert.deepEqual(Object.keys(validation.countSources), ['footers', 'manifest', 'watermark']);
    assert.match(sentenceOf(validation, 'ledger.rows'), /the ledger did not answer: nobody there/);
    assert.match(sentenceOf(validation, 'mysql.rows'), /MySQL did not answer: nobody there/);
    assert.match(sentenceOf(validation, 'extract reports.each'), /taken by their seq/);
  });
});

describe('the source is held against the target', () => {
  const cases: [string, (inMemoryTable: InMemoryTable) => void, boolean | string, RegExp, { deletes?: boolean }?][] = [
    [
      'when rows are lost',
      (inMemoryTable) => void (inMemoryTable.source.rows = 31),
      false,
      /1 row more than the target, and none past/,
    ],
    [
      'and a full load, which has no position, by all its rows',
      (inMemoryTable) => {
        inMemoryTable.edit({ strategy: 'full', mode: 'full', position: { kind: 'none' } });
        inMemoryTable.source = { rows: 30, past: 30 };
      },
      true,
      /^30 rows in source and target$/,
    ],
    [
      'but not by rows that came after a full load',
      (inMemoryTable) => {
        inMemoryTable.edit({ strategy: 'full', mode: 'full', position: { kind: 'none' } });
        inMemoryTable.source = { rows: 32, past: 32 };
      },
      'notComparable',
      /^the source has 2 rows more than the target: the next run replaces them all, with what changed since 2/,
    ],
    [
      'but not while rows are past the position',
      (inMemoryTable) => void (inMemoryTable.source = { rows: 31, past: 1 }),
      'notComparable',
      /1 row past the position/,
    ],
    [
      'but not after a reset',
      (inMemoryTable) =>
        inMemoryTable.edit({ ledger_base: 1, mysql_rows_extracted: 0, s3_file_count: 0, redshift_rows_loaded: 0 }),
      'notComparable',
      /was reset/,
    ],
    [
      'but not where rows may have been deleted',
      (inMemoryTable) => void (inMemoryTable.source.rows = 29),
      'notComparable',
      /1 row more than the source: rows deleted/,
    ],
    [
      'also with fewer rows, where none are deleted',
      (inMemoryTable) => void (inMemoryTable.source.rows = 29),
      false,
      /1 row more/,
      { deletes: false },
    ],
    [
      'but not with fewer rows, where append keeps versions',
      (inMemoryTable) => {
        inMemoryTable.source.rows = 29;
        inMemoryTable.edit({ strategy: 'timestamp+id' });
      },
      'notComparable',
      /append keeps every version/,
      { deletes: false },
    ],
    [
      'but not when the target was not empty',
      (inMemoryTable) => {
        inMemoryTable.target = 35;
        inMemoryTable.ledger[0] = { ...inMemoryTable.ledger[0]!, targetRows: 35 };
      },
      'notComparable',
      /was not empty before the first load/,
    ],
  ];
  for (const [name, tell, agrees, sentence, options] of cases) {
    it(name, async () => {
      const inMemoryTable = new InMemoryTable();
      await inMemoryTable.run('a', [30]);
      tell(inMemoryTable);
      const validation = await inMemoryTable.validate(options);
      const found = validation.findings.find(({ check }) => check === 'mysql.rows');
      assert.deepEqual([found?.agrees, mismatches(validation)], [agrees, agrees === false ? ['mysql.rows'] : []]);
      assert.match(found!.sentence, sentence);
    });
  }
});

describe('a table that moves while it is read', () => {
  it('is asked again, and in the end only doubted', async () => {
    const inMemoryTable = await threeRuns();
    inMemoryTable.edit({ s3_file_count: 0 });
    let lists = 0;
    const list = inMemoryTable.store.list.bind(inMemoryTable.store);
    inMemoryTable.store.list = (prefix) => {
      lists += 1;
      inMemoryTable.edit({ updated_at: String(lists) });
      return list(prefix);
    };
    const validation = await inMemoryTable.validate();
    assert.deepEqual([lists, validation.balanced, mismatches(validation)], [3, true, []]);
    assert.equal(validation.verdict, 'askAgain');
    assert.ok(stateNames(validation).includes('moving'));
  });
});

function entriesOf(manifest: string): unknown[] {
  return (JSON.parse(manifest) as { entries: unknown[] }).entries;
}

/** The same Parquet file, made longer in its middle: the footer stays where readers look for it. */
function padded(file: Buffer, bytes: number): Buffer {
  return Buffer.concat([file.subarray(0, 4), Buffer.alloc(bytes - file.length), file.subarray(4)]);
}
