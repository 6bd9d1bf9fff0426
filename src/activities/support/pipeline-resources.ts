// The rooms of the outside world as a step finds them: opened once a pipeline and worker, closed with the worker.
import type { Config, PipelineConfig } from '../../config/types.js';
import { ConfigError } from '../../config/errors.js';
import { type Encoder, openEncoder } from '../../parquet/encoder.js';
import { openSource, SharedSources, type Source } from '../../mysql/source.js';
import { type ObjectStore, openStore } from '../../s3/objects/open-store.js';
import { openWarehouse, type Warehouse } from '../../redshift/warehouse.js';
import { Budget } from './memory-budget.js';

export interface Rooms {
  readonly config: PipelineConfig;
  readonly source: Source;
  readonly store: ObjectStore;
  readonly warehouse: Warehouse;
}

export class House {
  readonly encoder: Encoder;
  readonly budget: Budget;
  private readonly config: Config;
  private readonly opened = new Map<string, Rooms>();
  private readonly shared: SharedSources;

  constructor(config: Config) {
    this.config = config;
    this.encoder = openEncoder({ threads: 1 });
    this.budget = new Budget(config.byteBudget);
    this.shared = new SharedSources(Object.values(config.pipelines).map(({ source }) => source));
  }

  /** The rooms of a pipeline. Connections are made when first used. Throws BadConfig for a pipeline that isn't configured. */
  of(pipeline: string): Rooms {
    const known = this.opened.get(pipeline);
    if (known !== undefined) return known;
    const config = this.config.pipelines[pipeline];
    if (config === undefined) {
      const names = Object.keys(this.config.pipelines).join(', ');
      throw new ConfigError(this.config.path, [`no pipeline "${pipeline}"; configured: ${names}`]);
    }
    const rooms: Rooms = {
      config,
      source: openSource(config.source, undefined, this.shared),
      store: openStore(config.s3),
      warehouse: openWarehouse(config.target),
    };
    this.opened.set(pipeline, rooms);
    return rooms;
  }

  async close(): Promise<void> {
    const rooms = [...this.opened.values()];
    await Promise.allSettled(rooms.flatMap(({ source, warehouse }) => [source.close(), warehouse.close()]));
    for (const { store } of rooms) store.close();
    await this.encoder.close();
  }
}
