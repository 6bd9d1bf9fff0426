// The probe as a program: settings from the environment, a report as two files, an exit code.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CASES } from './cases.js';
import { markdown } from './report.js';
import { runProbe } from './run.js';
import { HELP, readSettings, SettingsError } from './settings.js';

/** Answers the exit code. */
export async function probe(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  cases = CASES,
  say: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<number> {
  try {
    const settings = readSettings(argv, environment);
    if (settings === undefined) {
      say(HELP);
      return 0;
    }
    // Some minutes at a real cluster.
    const tell = process.stderr.isTTY ? (line: string) => process.stderr.write(`${line}\n`) : () => undefined;
    const report = await runProbe(settings, cases, tell);
    mkdirSync(settings.out, { recursive: true });
    const path = join(settings.out, `redshift-probe-${report.started.slice(0, 19).replaceAll(':', '')}Z`);
    writeFileSync(`${path}.md`, markdown(report));
    writeFileSync(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`);
    const differing = report.rows.filter(({ verdict }) => verdict === 'differs');
    for (const { rule, question } of differing) say(`differs  ${rule}: ${question}`);
    say(`${report.rows.length - differing.length} same, ${differing.length} differ: ${path}.md`);
    return differing.length === 0 ? 0 : 4;
  } catch (error) {
    say(`redshift-probe: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof SettingsError ? 2 : 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await probe(process.argv.slice(2), process.env);
}
