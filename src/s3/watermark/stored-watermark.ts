// watermark.json is snake_case throughout, as its users know it; within the code nested values keep the names of their types.
import { isRecord } from '../../contract/json-checks.js';
import type { Watermark } from '../../contract/watermark.js';

export const FORMAT: Watermark['format'] = 'tidemark.watermark/2';
/** Had nested names in camelCase; read as it is, and written in the new format with the next change. */
export const EARLIER_FORMAT = 'tidemark.watermark/1';

/** What is written, and what `watermark get --json` prints. */
export function toStored(watermark: Watermark): Record<string, unknown> {
  return renamed(watermark, snakeCase) as Record<string, unknown>;
}

/** The object as it was parsed, of either format, with the names that the code uses. */
export function fromStored(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, field]) => [name, renamed(field, camelCase)] as const);
  return { ...Object.fromEntries(entries), format: FORMAT };
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
/** The snapshot high watermark of a first load was `h0` in early files of the earlier format. */
const camelCase = (name: string): string =>
  name === 'h0' ? 'snapshotHighWatermark' : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function renamed(value: unknown, name: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, name));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [name(key), renamed(field, name)]));
}
