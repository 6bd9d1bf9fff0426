// A process that loads one manifest and is killed in the middle of it: told on stdin what to load.
import { text } from 'node:stream/consumers';
import type { RedshiftConfig } from '../../src/config/types.js';
import type { LoadRequest } from '../../src/redshift/load/load-request.js';
import { openWarehouse } from '../../src/redshift/warehouse.js';

export interface LoadOrders {
  readonly config: RedshiftConfig;
  readonly request: LoadRequest;
}

const { config, request } = JSON.parse(await text(process.stdin)) as LoadOrders;
await openWarehouse(config).loadManifest(request, new AbortController().signal);
