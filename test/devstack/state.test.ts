// The memory of a stack and the claim on its folder.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock, lockHolder } from '../../packages/devstack/src/state/lock-file.js';
import { choosePorts } from '../../packages/devstack/src/processes/ports.js';
import { identityOf } from '../../packages/devstack/src/processes/process-identity.js';
import { makeSecrets } from '../../packages/devstack/src/state/secrets.js';
import { readState, statePath, writeState, type StackState } from '../../packages/devstack/src/state/state.js';

describe('The memory of a stack', () => {
  let dir = '';
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'tidemark-state-'))));
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('reads back what was written, and is closed to others', async () => {
    const state: StackState = {
      version: 1,
      phase: 'up',
      ui: true,
      revivable: false,
      ports: await choosePorts({}),
      secrets: makeSecrets(),
      servers: { mysql: { pid: 1, startedAt: 'x' } },
    };
    writeState(dir, state);
    assert.deepEqual(readState(dir), state);
    assert.equal(statSync(statePath(dir)).mode & 0o777, 0o600);
  });

  for (const text of ['', '{', 'null', '{"version":2}', '{"version":1,"ports":{}}'])
    it(`takes a state file with ${JSON.stringify(text)} for none`, () => {
      writeFileSync(statePath(dir), text);
      assert.equal(readState(dir), undefined);
    });

  it('has one owner, until it lets go', () => {
    const first = takeLock(dir);
    assert.equal(first.holder, undefined);
    assert.equal(takeLock(dir).holder?.pid, process.pid);
    first.release();
    assert.equal(lockHolder(dir), undefined);
    const next = takeLock(dir);
    assert.equal(next.holder, undefined);
    next.release();
    assert.ok(!existsSync(join(dir, 'supervisor.lock')));
  });

  it('is free when its owner is gone, also when another process has its number now', () => {
    const stranger = { ...identityOf(process.pid), startedAt: 'another life' };
    writeFileSync(join(dir, 'supervisor.lock'), JSON.stringify(stranger));
    assert.equal(lockHolder(dir), undefined);
    assert.equal(takeLock(dir).holder, undefined);
  });
});
