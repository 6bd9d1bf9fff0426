// A plan as people read it: how, up to where, at what cost, and what is not carried.
import type { LoadMode } from '../../contract/run-settings.js';
import type { PlannedReading, PlannedStatement, TablePlan } from '../../operations/plan.js';
import { bytes, count, counted } from './text.js';

const SCAN_NAMES = {
  firstLoad: 'a first load',
  cursor: 'what is new',
  id: 'by the key',
  whole: 'all of it',
  checksum: 'all of it',
} satisfies Record<PlannedStatement['scan'], string>;

export function planLines(plan: TablePlan): string[] {
  const { table, pipeline, reading, refused } = plan;
  const lines = [`${table} (pipeline ${pipeline})`];
  if (reading !== null) {
    lines.push(
      ...field('strategy', `${reading.strategy}: ${reading.reason}`),
      ...field('cursor', cursorText(reading)),
      ...field('key', keyText(reading)),
      ...field('filter', reading.filter ?? 'none'),
    );
  }
  lines.push(...field('target', targetText(plan)));
  if (plan.found !== null && plan.found.unfed.length > 0)
    lines.push(...field('unfed', `columns of the target that nothing feeds: ${plan.found.unfed.join(', ')}`));
  if (reading !== null) {
    lines.push(
      ...field('bound', boundText(plan, reading)),
      ...reading.statements
        .filter(isShown)
        .flatMap((statement) => field(statementName(statement), costText(statement))),
      ...(reading.costs === null ? [] : field('costs', reading.costs)),
      ...field('size', sizeText(plan, reading)),
      ...(reading.strategy === 'checksum' ? field('every run', everyRunText(reading)) : []),
    );
  }
  lines.push(...field('source', capsText(plan)));
  if (reading !== null) lines.push(...limitationLines(reading));
  lines.push(
    `  not asked: Temporal, S3 (where the table stands, whether a run holds it)${plan.found === null ? ', Redshift (the target and its columns)' : ''}`,
    refused === null ? '  a sync could start' : `  REFUSED as ${refused.type}: ${refused.message}`,
  );
  return lines;
}

function field(name: string, text: string): string[] {
  return [`  ${name.padEnd(12)} ${text}`];
}

function cursorText({ cursor }: PlannedReading): string {
  if (cursor === null) return 'none';
  const zone = cursor.zone === null ? 'compared in UTC' : `in the zone ${cursor.zone}`;
  return `${cursor.name} ${cursor.declared}, ${zone}; ${cursor.index === null ? 'no index' : `index ${cursor.index}`}`;
}

function keyText({ key, keyIndex }: PlannedReading): string {
  if (key.length === 0) return 'none';
  return `(${key.join(', ')}); ${keyIndex === null ? 'as declared in the config' : `index ${keyIndex}`}`;
}

const MODES = {
  merge: 'merged by key into',
  append: 'appended to',
  full: 'replaces all of',
} satisfies Record<LoadMode, string>;

function targetText({ mode, target, found }: TablePlan): string {
  if (mode === null) return `${target.schema}.${target.table}`;
  if (found?.there === true) return `${MODES[mode]} ${target.schema}.${target.table}, which is there`;
  const made = target.createTarget === 'ifMissing' ? 'is made when it is missing' : 'must be there';
  return `${MODES[mode]} ${target.schema}.${target.table}, which ${made}`;
}

function boundText(
  { lag, lookback }: TablePlan,
  { bound, strategy, keyIndex, cursor, unproven, unwatched }: PlannedReading,
): string {
  if (bound === 'notNeeded' && strategy === 'checksum') return 'none is needed; every row as it is when it is read';
  if (bound === 'notNeeded' && keyIndex === null) return 'none is needed; one statement reads all rows';
  if (bound === 'notNeeded') return 'the largest key when the run begins; every row as it is when it is read';
  if (bound === 'proven') {
    const proven = 'proven at every run: no row before it can still appear';
    return cursor?.zone == null ? proven : `${proven}, save for sessions with another time_zone than ${cursor.zone}`;
  }
  const why = unproven ?? 'it could be, and the config has this in its stead';
  const stead = [
    ...(lag > 0 ? [`lag: the last ${count(lag)} s are left for the next run; a row that appears later is missed`] : []),
    ...(lookback > 0
      ? [`lookback: every run reads the ${count(lookback)} s before it again; a row that appears later is missed`]
      : []),
  ];
  const watch = unwatched
    ? ['set source.maxReplicaLag below that, so that reading waits for a replica further behind']
    : [];
  const instead = stead.length > 0 ? [...stead, ...watch] : ['set "lookback" (merge only) or "lag"'];
  return [`not proven: ${why}`, ...instead].join('; ');
}

/** Both steps of an incremental read are shown where they differ; a single scan once. */
function isShown({ scan, step, assessed }: PlannedStatement, _at: number, all: readonly PlannedStatement[]): boolean {
  if (step === 'planning') return true;
  const planning = all.find((other) => other.scan === scan && other.step === 'planning');
  return assessed !== 'usesIndex' || planning?.assessed !== 'usesIndex';
}

const statementName = ({ step }: PlannedStatement): string => (step === 'planning' ? 'query plan' : '  and rows');

function costText({ scan, assessed, index, costs, aboutRows }: PlannedStatement): string {
  const what = SCAN_NAMES[scan];
  const each = `${what}: the server ${costs ?? ''}, about ${count(aboutRows ?? 0)} rows for every file`;
  switch (assessed) {
    case 'usesIndex':
      return `${what}: scans ${index ?? 'nothing: there is no row'}`;
    case 'small':
      return `${each}; few enough not to mind yet`;
    case 'costs':
      return each;
    case 'unknown':
      return `${what}: not known; asking needs SHOW VIEW, and SELECT on the tables behind the view`;
  }
}

function sizeText({ rowsPerFile, maxFileBytes }: TablePlan, { aboutRows, aboutFiles }: PlannedReading): string {
  if (aboutRows === null || aboutFiles === null) return 'not known: the server keeps no statistics of it';
  const most = `at most ${count(rowsPerFile)} rows or ${bytes(maxFileBytes)}`;
  return `about ${counted(aboutRows, 'row')}; all of it, about ${counted(aboutFiles, 'file')} of ${most}`;
}

/** What strategy `checksum` costs the source: all of it, whether or not anything has changed. */
function everyRunText({ aboutRows, aboutBytes }: PlannedReading): string {
  const rows = aboutRows === null ? 'all rows' : `all rows, about ${count(aboutRows)}`;
  const size = aboutBytes === null ? '' : ` of ${bytes(aboutBytes)}`;
  return `reads ${rows}${size}, and carries only those that differ from the run before, and deletes`;
}

function capsText({ caps }: TablePlan): string {
  const { connections, maxRowsPerSecond, maxReplicaLag, behind } = caps;
  const rate = maxRowsPerSecond === null ? 'no cap on rows' : `${count(maxRowsPerSecond)} rows/s at most`;
  const now = behind === null ? '' : behind === 'notReplicating' ? ' (now: not replicating)' : ` (now: ${behind} s)`;
  const lag = maxReplicaLag === null ? 'replica lag not asked' : `waits above ${maxReplicaLag} s of replica lag${now}`;
  return `${counted(connections, 'connection')} at most, ${rate}, ${lag}`;
}

function limitationLines({ limitations }: PlannedReading): string[] {
  if (limitations.length === 0) return ['  not carried  nothing: the target is replaced by what the table holds'];
  return ['  not carried', ...limitations.map((what) => `    - ${what}`)];
}
