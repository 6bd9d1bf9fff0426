import assert from 'node:assert/strict';
import { applyEdits, splitStatements, statementText } from '../../../packages/redshift-emulator/src/sql/statements.js';
import { tokenize } from '../../../packages/redshift-emulator/src/sql/tokens.js';

const values = (sql: string) => tokenize(sql).map(({ kind, value }) => `${kind}:${value}`);

describe('The tokenizer', () => {
  const cases: [string, string, string[]][] = [
    ['folds words and quoted identifiers to lower case', 'SELECT "Foo""Bar"', ['word:select', 'quoted:foo"bar']],
    ['keeps what is inside a literal', "'it''s; -- x'", ["string:it's; -- x"]],
    ['knows escapes only behind E', String.raw`'a\' E'b\'c'`, ['string:a\\', "string:b'c"]],
    ['reads dollar quotes with and without a tag', "$$a'b$$ $x$ $$ $x$", ["string:a'b", 'string: $$ ']],
    ['tells parameters from dollar quotes', '$1::int', ['param:$1', 'symbol:::', 'word:int']],
    ['skips nested comments', 'a /* b /* c */ d */ e -- f\n g', ['word:a', 'word:e', 'word:g']],
    ['reads numbers', '1 2.5 .5 1e-3', ['number:1', 'number:2.5', 'number:.5', 'number:1e-3']],
    ['leaves an open literal to the database', "select 'x", ['word:select', "symbol:'", 'word:x']],
  ];
  for (const [what, sql, expected] of cases) it(what, () => assert.deepEqual(values(sql), expected));

  // Slower lexers take tens of seconds for these; the bound leaves room for a busy machine.
  for (const [what, sql, tokens] of [
    ['an 8 MB literal full of quotes', `insert into t values ('${"it''s ".repeat(1_400_000)}')`, 7],
    ['an insert of a million tokens', `insert into t values ${"(1,'a',2.5,null),".repeat(100_000)}`, 1_000_004],
  ] as const) {
    it(`reads ${what} in a few seconds at most`, () => {
      const began = performance.now();
      assert.equal(tokenize(sql).length, tokens);
      assert.ok(performance.now() - began < 5_000);
    });
  }
});

describe('A query text', () => {
  const texts = (sql: string) => splitStatements(sql).map(statementText);

  it('is split at semicolons outside of literals, comments and parentheses', () => {
    assert.deepEqual(texts("select ';'; /* ; */ select (1) ;; select $$;$$"), [
      "select ';'",
      'select (1)',
      'select $$;$$',
    ]);
  });

  it('has no statement when it holds only comments', () => assert.deepEqual(texts(' -- nothing\n ;'), []));

  it('takes edits by position, in any order', () => {
    const [statement] = splitStatements('delete t; select a');
    const edits = [
      { start: 7, end: 8, text: 'u' },
      { start: 6, end: 6, text: ' from' },
    ];
    assert.equal(applyEdits(statement!, edits), 'delete from u');
  });
});
