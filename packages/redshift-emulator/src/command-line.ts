// The options of the command `redshift-emulator`; what is not said there comes from the environment.
import { parseArgs } from 'node:util';
import type { Login } from './postgres/login.js';
import { readSettings, type Settings } from './settings.js';
import { StartError } from './start-error.js';

export interface Command extends Settings {
  /** Of a PostgreSQL of the emulator's own. */
  readonly login: Login;
  readonly data: string | undefined;
}

// package.json says the same; a test compares them.
export const VERSION = '0.1.0';

export const HELP = `redshift-emulator [options]

Speaks Amazon Redshift's protocol and SQL in front of a PostgreSQL, until Ctrl-C.

  --backend <url>     the PostgreSQL behind it, as a superuser: postgres://user:password@host:port/database
                      (TIDEMARK_REDSHIFT_BACKEND); without it one is started from the programs of this machine
  --host <address>    where to listen (TIDEMARK_REDSHIFT_HOST, 127.0.0.1)
  --port <port>       where to listen; 0 takes a free port (TIDEMARK_REDSHIFT_PORT, 5439)
  --data <folder>     where its own PostgreSQL keeps its data; without it the data goes when it ends
  --user <name>       who logs in at its own PostgreSQL (awsuser)
  --password <word>   and by which password (local)
  --database <name>   and to which database (dev)
  --help, --version

COPY reads the S3 of S3_ENDPOINT, S3_REGION, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.
`;

const OPTIONS = {
  backend: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  data: { type: 'string' },
  user: { type: 'string' },
  password: { type: 'string' },
  database: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Throws StartError for what cannot be right. */
export function readCommand(args: string[], environment: NodeJS.ProcessEnv): Command | 'help' | 'version' {
  const values = parse(args);
  if (values.help === true) return 'help';
  if (values.version === true) return 'version';
  const settings = readSettings({
    ...environment,
    ...(values.backend === undefined ? {} : { TIDEMARK_REDSHIFT_BACKEND: values.backend }),
    ...(values.host === undefined ? {} : { TIDEMARK_REDSHIFT_HOST: values.host }),
    ...(values.port === undefined ? {} : { TIDEMARK_REDSHIFT_PORT: values.port }),
  });
  const own = (['data', 'user', 'password', 'database'] as const).find((name) => values[name] !== undefined);
  if (settings.backend !== undefined && own !== undefined)
    throw new StartError(`--${own} is for a PostgreSQL of the emulator's own, and --backend names another`, 2);
  const { user = 'awsuser', password = 'local', database = 'dev', data } = values;
  return { ...settings, login: { user, password, database }, data };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}. See --help.`, 2);
  }
}
