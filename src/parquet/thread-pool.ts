// A few threads that encode files, started when first needed. A thread that dies fails its own file only.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ColumnData } from './columns/column.js';
import type { EncodeAnswer, EncodeTask } from './encode-thread.js';
import { EncoderEnded } from './errors.js';
import type { EncodedFile } from './write-parquet.js';

/** Beside this file, compiled or as TypeScript: the tests run the sources. */
const ENCODE_THREAD = new URL(`./encode-thread${extname(import.meta.url)}`, import.meta.url);

interface Job {
  readonly columns: readonly ColumnData[];
  readonly resolve: (file: EncodedFile) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | null;
}

export class ThreadPool {
  private readonly size: number;
  private readonly threads = new Set<Thread>();
  private readonly waiting: Job[] = [];
  private closed = false;
  private tasks = 0;

  constructor(size: number) {
    this.size = Math.max(1, size);
  }

  encode(columns: readonly ColumnData[]): Promise<EncodedFile> {
    if (this.closed) return Promise.reject(new EncoderEnded('it was closed'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ columns, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.reject(new EncoderEnded('it was closed'));
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    const idle = [...this.threads].find(({ job }) => job === null);
    const thread = idle ?? (this.threads.size < this.size ? this.start() : null);
    if (thread === null) return;
    const job = this.waiting.shift() ?? null;
    if (job === null) return;
    thread.job = job;
    // An idle thread doesn't keep the process alive; one with a file to encode does.
    thread.worker.ref();
    const task: EncodeTask = { task: ++this.tasks, columns: job.columns };
    thread.worker.postMessage(task, buffersOf(job.columns));
  }

  private start(): Thread {
    const thread: Thread = { worker: new Worker(ENCODE_THREAD), job: null };
    const { worker } = thread;
    worker.unref();
    worker.on('message', (answer: EncodeAnswer) => {
      const { job } = thread;
      thread.job = null;
      worker.unref();
      if ('file' in answer) job?.resolve(answer.file);
      else job?.reject(new EncoderEnded(answer.error));
      this.next();
    });
    const ended = (why: string): void => {
      if (!this.threads.delete(thread)) return;
      thread.job?.reject(new EncoderEnded(why));
      this.next();
    };
    worker.on('error', (error) => ended(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => ended(`its thread exited with ${code}`));
    this.threads.add(thread);
    return thread;
  }
}

function buffersOf(columns: readonly ColumnData[]): ArrayBuffer[] {
  return columns.flatMap(({ values, validity, offsets }) =>
    [values, validity, offsets].flatMap((array) => (array === null ? [] : [array.buffer as ArrayBuffer])),
  );
}
