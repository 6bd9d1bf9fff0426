// The CLI as a user starts it: a process of its own, with the world's config as a file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { PipelineConfig, TemporalConfig } from '../../../src/config/types.js';
import { eventually, type SystemFixture } from './system-fixture.js';

const CLI = fileURLToPath(new URL('../../../../bin/tidemark.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Waits until both outputs together match; answers the match. */
  says(what: RegExp): Promise<RegExpExecArray>;
  ended(): Promise<Ran>;
}

export type Change = Partial<PipelineConfig> & { readonly temporal?: Partial<TemporalConfig> };

export class Cli {
  private readonly dir = mkdtempSync(join(tmpdir(), 'tidemark-cli-'));
  private readonly config: string;
  private readonly children: ChildProcess[] = [];

  constructor(fixture: SystemFixture, change: Change = {}) {
    this.config = join(this.dir, 'tidemark.yaml');
    this.write(configText(fixture, change));
    fixture.onStop(async () => {
      for (const child of this.children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      rmSync(this.dir, { recursive: true });
    });
  }

  write(yaml: string): void {
    writeFileSync(this.config, yaml, { mode: 0o600 });
  }

  start(...words: string[]): Running {
    // Of the environment only what any process needs: no config and no address of Temporal comes from there.
    const env = { PATH: process.env['PATH'], HOME: this.dir, TIDEMARK_CONFIG: this.config };
    const child = spawn(process.execPath, [CLI, ...words], { cwd: this.dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.children.push(child);
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    const closed = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
    return {
      child,
      says: (what) =>
        eventually(() => {
          const found = what.exec(said.out + said.err);
          if (found === null && child.exitCode !== null) throw new Error(`it ended: ${JSON.stringify(said)}`);
          return Promise.resolve(found);
        }),
      ended: () => closed,
    };
  }

  async run(...words: string[]): Promise<Ran> {
    return this.start(...words).ended();
  }
}

function configText({ config, pipeline }: SystemFixture, change: Change): string {
  const { temporal, ...changed } = change;
  const { s3, ...named } = { ...pipeline, ...changed };
  const parts = Object.fromEntries(Object.entries(named).filter(([field]) => field !== 'name'));
  const { credentials, ...store } = s3;
  // One by one: the AWS SDK notes in the object it is given where it came from.
  const keys = { accessKeyId: credentials?.accessKeyId, secretAccessKey: credentials?.secretAccessKey };
  return stringify({ temporal: { ...config.temporal, ...temporal }, s3: { ...store, ...keys }, ...parts });
}
