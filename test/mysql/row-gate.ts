// A row that a statement must read to go on: while a test holds it, the statement stands there, begun and not ended.
import type { Connection } from 'mysql2/promise';
import type { Database } from './database.js';

/** A bound calls this often only while it waits for statements; in all else, once or twice. */
const WAITS_FROM = 3;

/** In a statement or a trigger: 1, once the gate is open. */
export const passing = (name = 'gate'): string => `(SELECT open FROM ${name} LOCK IN SHARE MODE)`;

export class RowGate {
  readonly passed: string;
  private readonly db: Database;
  private readonly holder: Connection;
  private readonly name: string;

  private constructor(db: Database, holder: Connection, name: string) {
    this.db = db;
    this.holder = holder;
    this.name = name;
    this.passed = passing(name);
  }

  static async make(db: Database, name = 'gate'): Promise<RowGate> {
    await db.run(`CREATE TABLE @.${name} (open INT) SELECT 1 AS open`);
    return new RowGate(db, await db.client(), name);
  }

  async close(): Promise<void> {
    await this.holder.query('START TRANSACTION');
    await this.holder.query(`SELECT open FROM ${this.name} FOR UPDATE`);
  }

  async open(): Promise<void> {
    await this.holder.query('COMMIT');
  }

  /** Waits until a statement of the connection stands here. */
  async reachedBy(client: Connection): Promise<void> {
    await this.db.until(
      `SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT' AND trx_mysql_thread_id = ${client.threadId}`,
    );
  }
}

/** The heartbeats of a bound that is being fixed. */
export class Beats {
  private count = 0;
  private readonly waiting: { readonly at: number; readonly come: () => void }[] = [];

  readonly beat = (): void => {
    this.count += 1;
    for (const { at, come } of this.waiting) if (this.count >= at) come();
  };

  get soFar(): number {
    return this.count;
  }

  /** True once it waits for statements to end, or waits on: nothing else makes it beat as often. False when it is fixed. */
  waits(context: Promise<unknown>): Promise<boolean> {
    const at = this.count + WAITS_FROM;
    const waiting = new Promise<boolean>((resolve) => this.waiting.push({ at, come: () => resolve(true) }));
    return Promise.race([waiting, context.then(() => false)]);
  }
}
