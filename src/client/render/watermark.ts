// A watermark as people read it, under the names they know.
import type { Watermark } from '../../contract/watermark.js';
import type { Position } from '../../contract/position.js';
import { count, counted } from './text.js';

function positionText(position: Position): string {
  switch (position.kind) {
    case 'none':
      return 'at the start';
    case 'firstLoad':
      return `in the first load, ${position.afterKey === null ? 'before its first key' : `after key ${position.afterKey.join(', ')}`}`;
    case 'from':
      return `first load done; from ${position.at}`;
    case 'cursor':
      return `after ${position.at}, key ${position.key.join(', ')}`;
    case 'id':
      return `after key ${position.key.join(', ')}`;
    case 'checksum':
      return `all of it read; range map ${position.map.key}`;
  }
}

/** In all columns; the run that changed them says which. */
function changedText({ values_changed: changed = [] }: Watermark): string {
  const values = changed.flatMap((faults) => Object.values(faults).filter((value) => typeof value === 'number'));
  return values.length === 0 ? '' : `, values_changed ${count(values.reduce((sum, some) => sum + some, 0))}`;
}

function countsText(watermark: Watermark): string {
  return (
    `mysql_rows_extracted ${count(watermark.mysql_rows_extracted)} (${watermark.mysql_status}), ` +
    `s3_file_count ${count(watermark.s3_file_count)}, ` +
    `redshift_rows_loaded ${count(watermark.redshift_rows_loaded)} (${watermark.redshift_status})` +
    changedText(watermark)
  );
}

/** Characters of an error in a list. */
const ERROR_MAX = 60;

/** For a list, the pieces of one line. */
export function watermarkShort(watermark: Watermark): string[] {
  const { pending, last_error: error } = watermark;
  const waiting = pending.length === 0 ? [] : [`${counted(pending.length, 'manifest')} waiting`];
  // The whole sentence would be lines.
  const cut = error !== null && error.length > ERROR_MAX ? `${error.slice(0, ERROR_MAX)}…` : error;
  return [countsText(watermark), ...waiting, ...(cut === null ? [] : [`last error: ${cut}`])];
}

export function watermarkLines(watermark: Watermark): string[] {
  const { lease, pending } = watermark;
  const lines = [
    watermark.table_name,
    `  ${countsText(watermark)}`,
    `  position: ${positionText(watermark.position)}`,
    `  seq ${watermark.seq}, loaded ${watermark.loaded_seq}, waiting to be loaded: ${pending.length}; last checked ${watermark.last_checked_at ?? 'never'}`,
  ];
  if (lease !== null) lines.push(`  held by workflow ${lease.holder.workflowId} since ${lease.since}`);
  if (watermark.last_error !== null) lines.push(`  last error: ${watermark.last_error}`);
  return lines;
}
