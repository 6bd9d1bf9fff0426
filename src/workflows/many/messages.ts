// The queries of a run over many tables.
import { defineQuery } from '@temporalio/workflow';
import { PROGRESS_QUERY, RESULT_QUERY } from '../../contract/names.js';
import type { SyncTablesProgress, SyncTablesResult } from '../../contract/many/result.js';

/** Takes how many ends the asker has seen: the answer tells the next ones. */
export const tablesProgressQuery = defineQuery<SyncTablesProgress, [number?]>(PROGRESS_QUERY);
/** The result of a run that is over, null until then: a cancelled run has no other way to return it. */
export const tablesResultQuery = defineQuery<SyncTablesResult | null>(RESULT_QUERY);
