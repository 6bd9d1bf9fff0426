// The extended query protocol: a batch up to Sync or Flush is held, then relayed (edited) or answered here for COPY.
import { runCopy } from '../copy/run.js';
import { beforeStatements, refusalNow } from '../dialect/before.js';
import { planStatement } from '../dialect/plan.js';
import type { Plan } from '../dialect/plans.js';
import { notBuilt, RedshiftError } from '../errors.js';
import type { Exchange } from './exchange.js';
import type { MessageQueue } from './queue.js';
import { splitStatements, statementText } from '../sql/statements.js';
import { build, int16, parse, Payload, readyForQuery, type Message } from './messages.js';

// redshift_connector and JDBC send a Flush behind every message and do not wait for its answers: what follows at once
// belongs to the same batch. A client that does wait loses this long.
const FLUSH_WAIT_MS = 10;

const NONE: Plan = { kind: 'relay', sql: '' };

export class ExtendedProtocol {
  readonly #exchange: Exchange;
  readonly #queue: MessageQueue;
  readonly #statements = new Map<string, Plan>();
  readonly #portals = new Map<string, Plan>();
  readonly #texts = new WeakMap<Plan, string>();

  constructor(exchange: Exchange, queue: MessageQueue) {
    this.#exchange = exchange;
    this.#queue = queue;
  }

  /** Takes the batch that begins with `first`, answers all of it with the ReadyForQuery of its Sync. */
  async run(first: Message): Promise<void> {
    const batch = await this.#collect(first);
    let plans: (Plan | undefined)[];
    const parts: Buffer[] = [];
    try {
      plans = batch.map((message) => this.#note(message, parts));
    } catch (error) {
      if (!(error instanceof RedshiftError)) throw error;
      await this.#refuse(error, batch);
      return;
    }
    const known = plans.filter((plan) => plan !== undefined);
    const executed = plans.filter((plan, at) => plan !== undefined && batch[at]?.type === 'E');
    const refuse = (error: RedshiftError): Promise<boolean> => this.#refuse(error, batch);
    // Statements of one batch are one occasion after the other, before any of them runs.
    await executed.reduceRight<() => Promise<boolean>>(
      (run, plan) => () => this.#exchange.faults.around(this.#texts.get(plan ?? NONE) ?? '', run, refuse),
      () => this.#runBatch(batch, known, parts),
    )();
  }

  async #runBatch(batch: readonly Message[], plans: readonly Plan[], parts: readonly Buffer[]): Promise<boolean> {
    const copies = plans.some((plan) => plan.kind === 'copy');
    if (copies && plans.some((plan) => plan.kind === 'relay')) {
      return this.#refuse(notBuilt('a batch that mixes COPY with other statements'), batch);
    }
    await (copies ? this.#answerCopy(batch) : this.#relay(batch, plans, parts));
    return true;
  }

  async #collect(first: Message): Promise<Message[]> {
    const batch = [first];
    let last: Message | undefined = first;
    while (last.type !== 'S') {
      last = await (last.type === 'H' ? this.#queue.takeSoon(FLUSH_WAIT_MS) : this.#queue.take());
      if (last === undefined) break;
      batch.push(last);
    }
    return batch;
  }

  /** Keeps the books on names; answers the plan a message is about, and what the backend gets in `parts`. */
  #note(message: Message, parts: Buffer[]): Plan | undefined {
    const payload = new Payload(message);
    let bytes = message.raw;
    let plan: Plan | undefined;
    if (message.type === 'P') {
      const name = payload.text();
      const [statement, ...more] = splitStatements(payload.text());
      plan = statement === undefined || more.length > 0 ? NONE : planStatement(statement);
      this.#statements.set(name, plan);
      if (statement !== undefined && plan !== NONE) this.#texts.set(plan, statementText(statement));
      if (plan.kind === 'relay' && plan !== NONE) bytes = parse(name, plan.sql, payload.rest());
    } else if (message.type === 'B') {
      const portal = payload.text();
      plan = this.#statements.get(payload.text()) ?? NONE;
      this.#portals.set(portal, plan);
    } else if (message.type === 'E') {
      plan = this.#portals.get(payload.text()) ?? NONE;
    } else if (message.type === 'D' || message.type === 'C') {
      const names = payload.char() === 'S' ? this.#statements : this.#portals;
      const name = payload.text();
      plan = names.get(name) ?? NONE;
      if (message.type === 'C') names.delete(name);
    }
    parts.push(bytes);
    return plan;
  }

  /** After an error everything up to Sync is skipped, as the protocol has it. */
  async #refuse(error: RedshiftError, batch: readonly Message[]): Promise<false> {
    await this.#exchange.refuse(error);
    await this.#skipToSync(batch);
    this.#exchange.send(readyForQuery(this.#exchange.status));
    return false;
  }

  async #skipToSync(batch: readonly Message[]): Promise<void> {
    let last = batch.at(-1);
    while (last?.type !== 'S') last = await this.#queue.take();
  }

  async #answerCopy(batch: readonly Message[]): Promise<void> {
    let ok = true;
    for (const message of batch) {
      const payload = new Payload(message);
      if (!ok) break;
      if (message.type === 'P') this.#exchange.send(build('1'));
      if (message.type === 'B') this.#exchange.send(build('2'));
      if (message.type === 'C') this.#exchange.send(build('3'));
      if (message.type === 'D') {
        if (payload.char() === 'S') this.#exchange.send(build('t', int16(0)));
        this.#exchange.send(build('n'));
      }
      if (message.type === 'E') {
        const plan = this.#portals.get(payload.text());
        if (plan?.kind === 'copy') ok = await runCopy(this.#exchange, plan.command);
      }
    }
    if (!ok) await this.#skipToSync(batch);
    if (!ok || batch.at(-1)?.type === 'S') this.#exchange.send(readyForQuery(this.#exchange.status));
  }

  async #relay(batch: readonly Message[], plans: readonly Plan[], parts: readonly Buffer[]): Promise<void> {
    const relayed = batch.some((message) => message.type === 'E') ? plans.filter((plan) => plan.kind === 'relay') : [];
    const last = relayed.at(-1);
    const table = last?.table?.parts.join('.');
    const refusal = relayed.map((plan) => refusalNow(plan, this.#exchange.status)).find((error) => error !== undefined);
    if (refusal !== undefined) {
      await this.#refuse(refusal, batch);
      return;
    }
    const before = [...new Set([...new Set(relayed)].flatMap((plan) => beforeStatements(plan, this.#exchange)))];
    if (before.length > 0 && !(await this.#exchange.hiddenOrReport(before, table))) {
      await this.#skipToSync(batch);
      this.#exchange.send(readyForQuery(this.#exchange.status));
      return;
    }
    const relaying = this.#exchange.relay(Buffer.concat(parts), table);
    await this.#followFlush(batch);
    const ok = await relaying;
    if (ok && last?.after !== undefined) await this.#exchange.backend.hidden(last.after);
    this.#exchange.send(readyForQuery(this.#exchange.status));
  }

  /** After Flush the cycle stays open: what follows goes straight to the backend until its Sync. */
  async #followFlush(batch: readonly Message[]): Promise<void> {
    let last = batch.at(-1);
    while (last?.type !== 'S') {
      last = await this.#queue.take();
      const parts: Buffer[] = [];
      // The cycle is open in the backend: a refusal here can only end the session.
      const plan = this.#note(last, parts);
      if (plan?.kind === 'copy') throw notBuilt('COPY after Flush');
      this.#exchange.backend.socket.write(parts[0] ?? last.raw);
    }
  }
}
