// The workflows a worker serves: every function exported here is a workflow type.
export { tableSync } from './table-sync.js';
export { syncTables } from './many/sync-tables.js';
