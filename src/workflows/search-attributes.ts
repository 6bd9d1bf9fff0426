// What can be searched in the Temporal UI. Only attributes that the server knows: another would hang the run for ever.
import { defineSearchAttributeKey } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import { SEARCH_ATTRIBUTES } from '../contract/names.js';
import { fullName } from '../contract/table-id.js';
import type { SyncRun } from './sync-state.js';

const table = defineSearchAttributeKey(SEARCH_ATTRIBUTES.table, 'KEYWORD');
const pipeline = defineSearchAttributeKey(SEARCH_ATTRIBUTES.pipeline, 'KEYWORD');
const phase = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, 'KEYWORD');

export function publish(run: SyncRun): void {
  const known = run.begun?.searchAttributes ?? [];
  const pairs = [
    { key: table, value: fullName(run.ref.table) },
    { key: pipeline, value: run.ref.pipeline },
    { key: phase, value: run.phase },
  ].filter(({ key }) => known.includes(key.name));
  if (pairs.length > 0) upsertSearchAttributes(pairs);
}
