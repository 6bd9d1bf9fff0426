// Throw-away passwords and keys of a stack: random, made once, kept in its state file.
import { randomBytes } from 'node:crypto';

export interface Secrets {
  mysqlAdmin: string;
  mysqlReader: string;
  s3AccessKeyId: string;
  s3SecretAccessKey: string;
  postgresAdmin: string;
  redshift: string;
}

export function makeSecrets(): Secrets {
  return {
    mysqlAdmin: word(),
    mysqlReader: word(),
    s3AccessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
    s3SecretAccessKey: word(),
    postgresAdmin: word(),
    redshift: word(),
  };
}

// Letters and digits only: needs no quoting in SQL, YAML, URLs or a shell.
function word(): string {
  return randomBytes(18).toString('hex');
}
