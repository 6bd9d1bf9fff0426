// One test a rule, on the wire: node pg against the emulator, with a real PostgreSQL and a real S3 gateway behind it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bench, type Rule } from './rule-fixture.js';
import { Cluster } from './cluster.js';
import { columnRules } from './column-rules.js';
import { fidelityRules } from './fidelity-rules.js';
import { fileRules } from './file-rules.js';
import { loadRules } from './load-rules.js';
import { manifestRules } from './manifest-rules.js';
import { RULE_NUMBERS } from './rule-numbers.js';
import { statementRules } from './statement-rules.js';
import { typeRules } from './type-rules.js';

describe("Redshift's rules", () => {
  const titles: string[] = [];
  let cluster: Cluster;
  let bench: Bench;
  const rule: Rule = (title, body) => {
    titles.push(title);
    it(title, () => body(bench));
  };
  before(async function () {
    this.timeout(120_000);
    cluster = await Cluster.start();
  });
  after(() => cluster.close());
  beforeEach(async () => {
    cluster.relay.before = () => undefined;
    bench = new Bench(cluster, await cluster.connect());
    await bench.run('DROP TABLE IF EXISTS t');
    await bench.run('CREATE TABLE t (id bigint, name varchar(5))');
  });
  afterEach(() => bench.client.end());

  statementRules(rule);
  manifestRules(rule);
  columnRules(rule);
  typeRules(rule);
  fileRules(rule);
  loadRules(rule);
  fidelityRules(rule);

  it('are all tested here, or listed as left out', () => {
    const tested = (number: string): boolean =>
      titles.some((title) => title.replaceAll(/[:,]/g, ' ').startsWith(`${number} `));
    const missing = RULE_NUMBERS.filter((number) => !tested(number) && !leftOut().includes(number));
    assert.deepEqual(missing, []);
  });
});

/** The first column of the README's table of what is left out. */
function leftOut(): string[] {
  const readme = readFileSync(join(process.cwd(), 'packages', 'redshift-emulator', 'README.md'), 'utf8');
  const section = /\n## Left out\n([^]*?)(?=\n## |$)/.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/^\| ([^|]*?) +\|/gm)].flatMap(([, first = '']) => first.split(', '));
}
