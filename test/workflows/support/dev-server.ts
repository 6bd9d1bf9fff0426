// A Temporal server of a test's own, that suggests to continue as new after so many events.
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findTemporal } from '../../../packages/devstack/src/services/temporal.js';
import { silenceTheSdk, type TemporalServer } from './flow.js';

export async function serverSuggesting(events: number): Promise<{ server: TemporalServer; stop: () => Promise<void> }> {
  silenceTheSdk();
  const path = await findTemporal({ toolsDirs: [join(process.cwd(), '.local', 'tools')], log: () => undefined });
  const extraArgs = ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${events}`];
  const env = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'existing-path', path }, extraArgs },
  });
  return { server: { client: env.client, native: env.nativeConnection }, stop: () => env.teardown() };
}
