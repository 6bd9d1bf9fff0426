// The settings of the probe, from the environment and the command line.

export interface ProbeSettings {
  readonly redshift: {
    readonly host: string;
    readonly port: number;
    readonly database: string;
    readonly user: string;
    readonly password: string;
    readonly ssl: boolean;
  };
  readonly iamRole: string;
  readonly s3: {
    readonly bucket: string;
    readonly prefix: string;
    readonly region: string;
    readonly endpoint: string | undefined;
    readonly credentials:
      { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string } | undefined;
    readonly forcePathStyle: boolean;
  };
  /** Leave the schema and the files for a look. */
  readonly keep: boolean;
  /** Where the report goes. */
  readonly out: string;
}

export class SettingsError extends Error {}

export const HELP = `npm run redshift-probe -- [--keep] [--out <folder>] [--help]

Asks a real Redshift the questions that documentation leaves open, and puts each answer beside the emulator's rule.
It makes a schema and some small files of its own, runs every COPY in a transaction that is rolled back, and drops
everything. The report (Markdown and JSON) holds no password, key, role, host, bucket or account.

  REDSHIFT_HOST, REDSHIFT_USER, REDSHIFT_PASSWORD, REDSHIFT_DATABASE   needed
  REDSHIFT_PORT          5439
  REDSHIFT_SSL           true; false for an emulator
  REDSHIFT_IAM_ROLE      default
  S3_BUCKET, S3_REGION   needed: in the cluster's Region
  S3_PREFIX              redshift-probe
  S3_ENDPOINT, S3_FORCE_PATH_STYLE, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_SESSION_TOKEN
                         else the AWS SDK's own places

  --keep                 leave the schema and the files
  --out <folder>         where redshift-probe-<date>.md and .json go (.)

Exit code: 0 when every answer is the emulator's, 4 when one differs, 2 for settings that cannot be right, 1 else.
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws SettingsError. Undefined when help is asked for. */
export function readSettings(argv: readonly string[], environment: Environment): ProbeSettings | undefined {
  if (argv.includes('--help') || argv.includes('-h')) return undefined;
  let out = '.';
  let keep = false;
  for (let at = 0; at < argv.length; at++) {
    const next = argv[at + 1];
    if (argv[at] === '--keep') keep = true;
    else if (argv[at] === '--out' && next !== undefined) {
      out = next;
      at++;
    } else throw new SettingsError(`${argv[at] ?? ''} is not understood; --help tells what is.`);
  }
  const get = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '')
      throw new SettingsError(`${name} is not set; --help tells what is needed.`);
    return value;
  };
  const accessKeyId = environment['S3_ACCESS_KEY_ID'];
  const sessionToken = environment['S3_SESSION_TOKEN'];
  return {
    redshift: {
      host: get('REDSHIFT_HOST'),
      port: portOf(environment['REDSHIFT_PORT'] ?? '5439'),
      database: get('REDSHIFT_DATABASE'),
      user: get('REDSHIFT_USER'),
      password: get('REDSHIFT_PASSWORD'),
      ssl: environment['REDSHIFT_SSL'] !== 'false',
    },
    iamRole: environment['REDSHIFT_IAM_ROLE'] ?? 'default',
    s3: {
      bucket: get('S3_BUCKET'),
      prefix: environment['S3_PREFIX'] ?? 'redshift-probe',
      region: get('S3_REGION'),
      endpoint: environment['S3_ENDPOINT'],
      credentials:
        accessKeyId === undefined
          ? undefined
          : {
              ...{ accessKeyId, secretAccessKey: get('S3_SECRET_ACCESS_KEY') },
              ...(sessionToken !== undefined && { sessionToken }),
            },
      forcePathStyle: environment['S3_FORCE_PATH_STYLE'] === 'true',
    },
    keep,
    out,
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new SettingsError(`REDSHIFT_PORT ${text} is no port.`);
  return port;
}
