// `run.json`: the settings of a run. Written once by beginSync; a second attempt of the same run reads the first.
import { fullName } from '../../contract/table-id.js';
import { isRecord } from '../../contract/json-checks.js';
import { RUN_FILE, runFolder, type RunRef } from '../../contract/names.js';
import type { RunFile } from '../../contract/run-settings.js';
import { canonicalJson, createOnce, ensure, isCount, parseFormat } from '../objects/immutable-objects.js';
import { FileDiffers, FileMissing } from '../errors.js';
import type { ObjectStore } from '../objects/open-store.js';

/** Answers what is stored: on a retry that is what the first attempt resolved. Throws FileDiffers for another run's file. */
export async function writeRunFile(store: ObjectStore, prefix: string, file: RunFile): Promise<RunFile> {
  const key = runFolder(prefix, file.ref) + RUN_FILE;
  const there = await createOnce(store, key, canonicalJson(file));
  return there === 'created' ? file : parseRunFile(key, there, file.ref);
}

/** Throws FileMissing or FileDiffers (final). */
export async function readRunFile(store: ObjectStore, prefix: string, ref: RunRef): Promise<RunFile> {
  const key = runFolder(prefix, ref) + RUN_FILE;
  const stored = await store.get(key);
  if (stored === null) throw new FileMissing(key, 'the run file');
  return parseRunFile(key, stored.body, ref);
}

function parseRunFile(key: string, body: Buffer, ref: RunRef): RunFile {
  const value = parseFormat(key, body, 'tidemark.run/1');
  const { base, from, settings, shape, temporal } = value;
  ensure(key, {
    ref: isRecord(value['ref']),
    base: isCount(base),
    from: isRecord(from),
    settings: isRecord(settings),
    shape: shape === null || (isRecord(shape) && typeof shape['fingerprint'] === 'string'),
    temporal: isRecord(temporal),
  });
  const file = value as unknown as RunFile;
  if (canonicalJson(file.ref) !== canonicalJson(ref)) {
    throw new FileDiffers(
      key,
      `belongs to run ${file.ref.run} of ${fullName(file.ref.table)}, not to run ${ref.run} of ${fullName(ref.table)}`,
    );
  }
  return file;
}
