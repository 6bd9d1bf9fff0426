// Which columns say, by name and type, when a row was last changed: what the field calls them, in its usual spellings.
import { isTime, type SourceColumn } from './column-types.js';

/** Says by itself that a row was changed. */
const CHANGED = 'modified|updated|changed|edited|touched|mtime|lastmod';
/** Says so beside a word of time: an `update_count` and a `change_reason` do not. */
const CHANGE = 'modify|modif|mod|modification|update|upd|change|chg|edit';
const TIME = 'at|on|time|date|datetime|timestamp|stamp|ts|dt|gmt|utc|last|epoch|unix|ms|sec|d|t';

/** A number or text of who, what or how often, not of when. */
const OTHER_ROLE =
  /^(by|user|users|uid|userid|username|author|editor|id|ids|count|counter|cnt|num|number|no|flag|is|status|state|type|version|total|hits|reason|fields?|interval|days|hours|delay)$/;

const BY_ITSELF = new RegExp(`^(?:${TIME})*(?:${CHANGED})(?:${TIME})*$`);
const WITH_TIME = new RegExp(`^(?:${TIME})*(?:${CHANGE})(?:${TIME})*$`);
const GLUED = new RegExp(`^(?:(?:${TIME})+(?:${CHANGE})(?:${TIME})*|(?:${CHANGE})(?:${TIME})+)$`);
const OF_TIME = new RegExp(`^(?:${TIME})+$`);

/** Seconds or milliseconds since 1970 need so many bits. */
const EPOCHS = ['int', 'bigint'];
/** `20260131235959`, as MediaWiki writes it. */
const DIGITS_OF_A_MOMENT = 14;

/** TIMESTAMP, DATETIME, DATE, an integer of seconds, or a moment's fourteen digits. */
export function saysModified(column: SourceColumn): boolean {
  const words = wordsOf(column.name);
  const time = isTime(column) || column.dataType === 'date';
  if (!time && !holdsMoment(column)) return false;
  // The last word says what it is: `modified_by` is a user, `user_touched` a time.
  if (!time && OTHER_ROLE.test(words.at(-1) ?? '')) return false;
  if (words.some((word) => BY_ITSELF.test(word))) return true;
  // The type says that it is a time; else a word must.
  const ofTime = time || words.some((word) => OF_TIME.test(word) || GLUED.test(word));
  return ofTime && words.some((word) => WITH_TIME.test(word));
}

function holdsMoment({ dataType, declared }: SourceColumn): boolean {
  if (EPOCHS.includes(dataType)) return true;
  return ['char', 'varchar', 'binary', 'varbinary'].includes(dataType) && declared.includes(`(${DIGITS_OF_A_MOMENT})`);
}

/** `lastUpdDate` and `last_upd_date` are last, upd, date. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
