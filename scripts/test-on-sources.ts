// Runs mocha twice: all that was named on MariaDB, then the suites that face the source on MySQL. Ends with the sum of both.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SUITES_OF_THE_SOURCE = 'dist/test/**/*.mysql.test.js';

interface Counts {
  passed: number;
  failed: number;
}

const mocha = fileURLToPath(new URL('bin/mocha.js', import.meta.resolve('mocha/package.json')));
const [patterns = 'dist/test/**/*.test.js', ...options] = process.argv.slice(2);
const runs = [
  { source: 'mariadb', pattern: patterns },
  { source: 'mysql', pattern: SUITES_OF_THE_SOURCE },
];

const sum: Counts = { passed: 0, failed: 0 };
for (const { source, pattern } of runs) {
  console.log(`\n${pattern} on ${source}`);
  const { passed, failed } = await run(source, [pattern, ...options]);
  console.log(`on ${source}: ${passed} passed and ${failed} failed`);
  sum.passed += passed;
  sum.failed += failed;
}
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed > 0 ? 1 : 0;

/** What mocha's last line says; a run that ends without one, or not well in spite of it, has a failure more. */
function run(source: string, args: string[]): Promise<Counts> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, TIDEMARK_TEST_SOURCE: source };
    const child = spawn(process.execPath, [mocha, ...args], { env, stdio: ['inherit', 'pipe', 'inherit'] });
    let end = '';
    child.stdout.on('data', (piece: Buffer) => {
      process.stdout.write(piece);
      end = (end + piece.toString('utf8')).slice(-10_000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const lines = [...end.matchAll(/^(\d+) passed, (\d+) failed$/gm)];
      const [, passed = '0', failed = '0'] = lines.at(-1) ?? [];
      const counts = { passed: Number(passed), failed: Number(failed) };
      resolve(code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
    });
  });
}
