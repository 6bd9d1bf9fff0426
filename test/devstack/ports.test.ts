// The ports of a stack: remembered where possible, never someone else's.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { choosePorts, isFree, portNames } from '../../packages/devstack/src/processes/ports.js';

describe('The ports of a stack', () => {
  let other: Server | undefined;
  afterEach(() => {
    other?.close();
    other = undefined;
  });

  it('are all different, free, and below the range of outgoing connections', async () => {
    const ports = Object.values(await choosePorts({}));
    assert.equal(new Set(ports).size, portNames.length);
    for (const port of ports) {
      assert.ok(port >= 20_000 && port < 32_768, String(port));
      assert.ok(await isFree(port));
    }
  });

  it('are the remembered ones again', async () => {
    const before = await choosePorts({});
    assert.deepEqual(await choosePorts(before), before);
  });

  it('change only where someone else has taken one', async () => {
    const before = await choosePorts({});
    other = await listen(before.mysql);
    const after = await choosePorts(before);
    assert.notEqual(after.mysql, before.mysql);
    assert.deepEqual({ ...after, mysql: 0 }, { ...before, mysql: 0 });
  });

  it('are not shared by two stacks of one process', async () => {
    const [one, two] = await Promise.all([choosePorts({}), choosePorts({})]);
    assert.equal(new Set([...Object.values(one), ...Object.values(two)]).size, 2 * portNames.length);
  });
});

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
