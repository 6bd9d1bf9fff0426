// Processes are ended by who they are, not by their number; and servers end with their supervisor.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { guardKind } from '../../packages/devstack/src/processes/parent-death-guard.js';
import {
  endProcess,
  identityOf,
  isRunning,
  signalProcess,
} from '../../packages/devstack/src/processes/process-identity.js';

const guardUrl = new URL('../../packages/devstack/src/processes/parent-death-guard.js', import.meta.url).href;
const kernelGuardUrl = new URL('../../packages/redshift-emulator/src/postgres/parent-death.js', import.meta.url);
const stubborn = `process.on('SIGTERM', () => {}); process.stdout.write('ready\\n'); setInterval(() => {}, 1000)`;

describe('The identity of a process', () => {
  const children: ChildProcess[] = [];
  const start = async (script: string): Promise<{ child: ChildProcess; said: string }> => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, said: said.toString() };
  };
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('is its number and its beginning', () => {
    const me = identityOf(process.pid);
    assert.ok(me && isRunning(me));
    assert.ok(!isRunning({ ...me, startedAt: 'another life' }));
    assert.equal(identityOf(0x7fffffff), undefined);
  });

  it('protects a process that was given the number of an earlier one', async () => {
    const { child } = await start(stubborn);
    signalProcess({ pid: child.pid ?? 0, startedAt: 'another life' }, 'SIGKILL');
    await sleep(100);
    assert.ok(identityOf(child.pid ?? 0));
  });

  it('lets a process that ignores the request be killed after a while', async () => {
    const { child } = await start(stubborn);
    const identity = identityOf(child.pid ?? 0);
    assert.ok(identity);
    await endProcess(identity, { timeoutMs: 200 });
    assert.ok(!isRunning(identity));
  });

  for (const [kind, spawning] of [
    ['watchdog', `const c = spawn('sleep', ['100'], { detached: true }); watch(c);`],
    [
      'kernel',
      `const k = kernelGuarded('sleep', ['100'], undefined); const c = spawn(k.file, k.args, { detached: true });`,
    ],
  ] as const)
    it(`ends with that of its supervisor, told by the ${kind}`, async function () {
      if (kind === 'kernel' && guardKind() !== 'kernel') this.skip();
      const { child, said } = await start(`
        import { spawn } from 'node:child_process';
        import { watch } from '${guardUrl}';
        import { kernelGuarded } from '${kernelGuardUrl.href}';
        ${spawning}
        c.once('spawn', () => setTimeout(() => console.log(c.pid), 200));
      `);
      const server = identityOf(Number(said));
      assert.ok(server, said);
      child.kill('SIGKILL');
      for (let i = 0; i < 100 && isRunning(server); i++) await sleep(50);
      assert.ok(!isRunning(server));
    });
});
