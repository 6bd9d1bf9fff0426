// The connections and stores of each pipeline: opened once a worker, closed with it.
import { log } from '@temporalio/activity';
import type { Config, PipelineConfig } from '../../config/types.js';
import { ConfigError } from '../../config/errors.js';
import { type Encoder, openEncoder } from '../../parquet/encoder.js';
import { openSource, SharedSources, type Source } from '../../mysql/source.js';
import { type ObjectStore, openStore } from '../../s3/objects/open-store.js';
import { openWarehouse, type Warehouse } from '../../redshift/warehouse.js';
import { Budget } from './memory-budget.js';

export interface PipelineResources {
  readonly config: PipelineConfig;
  readonly source: Source;
  readonly store: ObjectStore;
  readonly warehouse: Warehouse;
}

export class ResourceRegistry {
  readonly encoder: Encoder;
  readonly budget: Budget;
  private readonly config: Config;
  private readonly opened = new Map<string, PipelineResources>();
  private readonly shared: SharedSources;

  constructor(config: Config) {
    this.config = config;
    this.encoder = openEncoder({ threads: 1 });
    this.budget = new Budget(config.byteBudget);
    const sources = Object.values(config.pipelines).map(({ source }) => source);
    this.shared = new SharedSources(sources, (notice) => {
      log.warn(notice);
    });
  }

  /** The resources of a pipeline. Connections are made when first used. Throws BadConfig for a pipeline that isn't configured. */
  of(pipeline: string): PipelineResources {
    const known = this.opened.get(pipeline);
    if (known !== undefined) return known;
    const config = this.config.pipelines[pipeline];
    if (config === undefined) {
      const names = Object.keys(this.config.pipelines).join(', ');
      throw new ConfigError(this.config.path, [`no pipeline "${pipeline}"; configured: ${names}`]);
    }
    const resources: PipelineResources = {
      config,
      source: openSource(config.source, undefined, this.shared),
      store: openStore(config.s3),
      warehouse: openWarehouse(config.target),
    };
    this.opened.set(pipeline, resources);
    return resources;
  }

  async close(): Promise<void> {
    const resources = [...this.opened.values()];
    await Promise.allSettled(resources.flatMap(({ source, warehouse }) => [source.close(), warehouse.close()]));
    for (const { store } of resources) store.close();
    await this.encoder.close();
  }
}
