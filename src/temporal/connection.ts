// Where Temporal is: the config, over which the environment (TEMPORAL_ADDRESS and its kin, or temporal.toml) has the last word.
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { TemporalConfig } from '../config/types.js';

export interface TemporalConnection {
  readonly connectionOptions: {
    readonly address: string;
    readonly tls?: NonNullable<ReturnType<typeof loadClientConnectConfig>['connectionOptions']['tls']>;
    readonly apiKey?: string;
  };
  readonly namespace: string;
  readonly taskQueue: string;
}

export function temporalConnection({ temporal }: { readonly temporal: TemporalConfig }): TemporalConnection {
  const env = loadClientConnectConfig();
  const { address, apiKey, tls } = env.connectionOptions;
  const key = typeof apiKey === 'string' ? apiKey : temporal.apiKey;
  const secure = tls ?? (temporal.tls ? true : undefined);
  return {
    connectionOptions: {
      address: address ?? temporal.address,
      ...(secure === undefined ? {} : { tls: secure }),
      ...(key === undefined ? {} : { apiKey: key }),
    },
    namespace: env.namespace ?? temporal.namespace,
    taskQueue: temporal.taskQueue,
  };
}
