// TLS to a real server: what is verified, client certificates, and refusals that no later attempt would change.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withPem } from '../../src/config/pem-files.js';
import type { MysqlConfig } from '../../src/config/types.js';
import { openSource } from '../../src/mysql/source.js';
import { type SourceInstance, startInstance } from '../source-instance.js';
import { testSource } from '../stack.js';
import { live } from './support/database.js';

/** An authority, a server's certificate for 127.0.0.1, and a client's. */
function makeCertificates(dir: string): void {
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' });
  writeFileSync(join(dir, 'san.cnf'), 'subjectAltName=IP:127.0.0.1');
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=ca',
    '-days',
    '2',
  );
  for (const name of ['server', 'client']) {
    openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      `/CN=${name}`,
    );
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'san.cnf'];
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signed);
  }
  chmodSync(dir, 0o755);
  for (const name of ['ca.pem', 'server.pem', 'server.key']) chmodSync(join(dir, name), 0o644);
}

describe('TLS to the source', () => {
  let dir = '';
  let server: SourceInstance;
  const pem = (name: string): string => readFileSync(join(dir, name), 'utf8');
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tidemark-tls-'));
    makeCertificates(dir);
    const mysqlArgs = [`--ssl-ca=${dir}/ca.pem`, `--ssl-cert=${dir}/server.pem`, `--ssl-key=${dir}/server.key`];
    server = await startInstance({ mysqlArgs, mysqlBufferPool: '64M' });
    const admin = await server.connect();
    await admin.query('SET GLOBAL require_secure_transport = ON');
    await admin.query("CREATE USER certified@'%' IDENTIFIED BY 'word' REQUIRE X509");
    await admin.end();
  });
  after(async () => {
    await server.end();
    rmSync(dir, { recursive: true, force: true });
  });

  async function listed(ssl: MysqlConfig['ssl'], more: Partial<MysqlConfig> = {}): Promise<unknown> {
    const source = openSource({ ...server.reader, ssl, ...more });
    try {
      return await source.listTables(['nothing'], live());
    } catch (error) {
      return { type: (error as { type?: string }).type, message: (error as Error).message };
    } finally {
      await source.close();
    }
  }
  const typeOf = async (ssl: MysqlConfig['ssl'], more: Partial<MysqlConfig> = {}): Promise<unknown> =>
    ((await listed(ssl, more)) as { type?: string }).type;

  it('is verified by an authority, given as text or as a file', async () => {
    assert.deepEqual(await listed({ ca: pem('ca.pem'), rejectUnauthorized: true }), []);
    const mistakes: string[] = [];
    const config = join(dir, 'tidemark.yaml');
    const read = withPem({ ca: 'ca.pem', rejectUnauthorized: true }, config, ['source', 'ssl'], mistakes);
    assert.deepEqual(await listed(read), []);
    withPem({ ca: 'none.pem', cert: 'client.pem', rejectUnauthorized: true }, config, ['source', 'ssl'], mistakes);
    assert.match(mistakes[0] ?? '', /^source\.ssl\.ca: is neither PEM .* nor a file that can be read: ENOENT/);
    assert.equal(mistakes[1], 'source.ssl: cert and key go together');
  });

  it('takes a client certificate where the account requires one', async () => {
    const certified = { user: 'certified', password: 'word' };
    const ca = { ca: pem('ca.pem'), rejectUnauthorized: true };
    assert.deepEqual(await listed({ ...ca, cert: pem('client.pem'), key: pem('client.key') }, certified), []);
    assert.equal(await typeOf(ca, certified), 'AccessDenied');
  });

  it('is refused for good where it can not go', async () => {
    // MariaDB says no more of it than of a wrong password.
    const required = testSource === 'mysql' ? 'TlsRefused' : 'AccessDenied';
    assert.equal(await typeOf(false), required, 'the server requires it');
    assert.equal(await typeOf({ rejectUnauthorized: true }), 'TlsRefused', 'nobody known has signed');
    assert.equal(await typeOf({ ca: pem('client.pem'), rejectUnauthorized: true }), 'TlsRefused', 'another authority');
    const broken = pem('ca.pem').replace(/[A-Za-z0-9]{40}/, 'A'.repeat(40));
    assert.equal(await typeOf({ ca: broken, rejectUnauthorized: true }), 'TlsRefused', 'a broken authority');
    const noKey = { ca: pem('ca.pem'), cert: pem('client.pem'), key: '-----BEGIN nothing', rejectUnauthorized: true };
    assert.equal(await typeOf(noKey), 'TlsRefused', 'no key');
    assert.deepEqual(await listed({ rejectUnauthorized: false }), [], 'unverified, as it is set');
  });
});
