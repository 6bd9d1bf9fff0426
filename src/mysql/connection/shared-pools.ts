// What all readers of one server share in a worker, whatever pipeline they belong to: connections, and the caps on reading.
import type { MysqlConfig } from '../../config/types.js';
import { RateCap } from '../extract/rate-limiter.js';
import { LagGuard } from '../extract/replica-lag.js';
import { Sessions } from './pool.js';
import { Protocol } from './protocol.js';

export interface SharedSource {
  readonly sessions: Sessions;
  /** Null: no cap. */
  readonly cap: RateCap | null;
  readonly lag: LagGuard;
  /** Ends the connections when the last of those who share them has closed. */
  close(): Promise<void>;
}

const addressOf = ({ host, port }: MysqlConfig): string => `${host.toLowerCase()}:${port}`;
const syncResultOf = (config: MysqlConfig): string =>
  JSON.stringify([addressOf(config), config.user, config.password, config.ssl, config.protocol]);

export class SharedSources {
  private readonly configs: readonly MysqlConfig[];
  private readonly tell: (notice: string) => void;
  private readonly connected = new Map<string, { readonly sessions: Sessions; users: number }>();
  private readonly caps = new Map<string, RateCap | null>();
  private readonly guards = new Map<string, LagGuard>();

  /** All that will be opened: where they differ about one server, the smaller cap holds for all. `tell`: for people, once. */
  constructor(configs: readonly MysqlConfig[], tell: (notice: string) => void = () => undefined) {
    this.configs = configs;
    this.tell = tell;
  }

  open(config: MysqlConfig): SharedSource {
    const address = addressOf(config);
    const account = syncResultOf(config);
    const held = this.connected.get(account) ?? { sessions: this.sessionsOf(config), users: 0 };
    held.users += 1;
    this.connected.set(account, held);
    const cap = this.caps.get(address) ?? this.capOf(config);
    this.caps.set(address, cap);
    const lag = this.guards.get(address) ?? new LagGuard();
    this.guards.set(address, lag);
    let open = true;
    return {
      sessions: held.sessions,
      cap,
      lag,
      close: async () => {
        if (!open) return;
        open = false;
        held.users -= 1;
        if (held.users > 0) return;
        this.connected.delete(account);
        await held.sessions.close();
      },
    };
  }

  private sessionsOf(config: MysqlConfig): Sessions {
    return new Sessions(this.connectionsOf(config), new Protocol(config.protocol, this.tell));
  }

  private connectionsOf(config: MysqlConfig): MysqlConfig {
    const same = this.configs.filter((other) => addressOf(other) === addressOf(config) && other.user === config.user);
    return { ...config, connections: Math.min(config.connections, ...same.map(({ connections }) => connections)) };
  }

  private capOf(config: MysqlConfig): RateCap | null {
    const rates = [config, ...this.configs]
      .filter((other) => addressOf(other) === addressOf(config))
      .map(({ maxRowsPerSecond }) => maxRowsPerSecond)
      .filter((rate) => rate !== null);
    return rates.length === 0 ? null : new RateCap(Math.min(...rates));
  }
}
