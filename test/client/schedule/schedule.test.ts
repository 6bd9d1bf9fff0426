import assert from 'node:assert/strict';
import { everyOf, everyText, scheduleOptions } from '../../../src/client/schedule/schedule-options.js';

const mistakesOf = (options: Parameters<typeof scheduleOptions>[0]): readonly string[] => {
  const checked = scheduleOptions(options, 'ann', 'q');
  return checked.ok ? [] : checked.mistakes;
};

describe('the command line of a schedule', () => {
  it('becomes what Temporal keeps', () => {
    const checked = scheduleOptions({ all: true, exclude: ['a.l*'], every: '1h', pipeline: 'eu' }, 'ann', 'q');
    const input = { all: true, exclude: ['a.l*'], pipeline: 'eu', requestedBy: 'ann' };
    assert.deepEqual(checked, {
      ok: true,
      value: {
        scheduleId: 'eu: all without a.l*',
        spec: { intervals: [{ every: 3_600_000 }] },
        action: {
          type: 'startWorkflow',
          workflowType: 'syncTables',
          workflowId: 'tidemark:tables:eu:eu: all without a.l*',
          taskQueue: 'q',
          args: [input],
          staticSummary: 'all tables of pipeline eu without a.l*',
        },
        policies: { overlap: 'SKIP', catchupWindow: '10 minutes' },
      },
    });
  });

  it('has a calendar with its zone, a name and an overlap', () => {
    const cron = { table: ['a.b'], cron: '0 3 * * *', timezone: 'Europe/Berlin', name: 'night', overlap: 'buffer-one' };
    const checked = scheduleOptions(cron, 'ann', 'q');
    assert.ok(checked.ok);
    const { scheduleId, spec, policies } = checked.value;
    assert.deepEqual(
      [scheduleId, spec, policies?.overlap],
      ['night', { cronExpressions: ['0 3 * * * # 0 3 * * *'], timezone: 'Europe/Berlin' }, 'BUFFER_ONE'],
    );
  });

  it('is refused with every mistake', () => {
    assert.deepEqual(mistakesOf({ table: ['x'], every: '5', timezone: 'Mars', overlap: 'all' }), [
      '-t must be names or patterns like "schema.table" or "schema.*", got "x"',
      '--every must be a time like 90s, 15m, 1h or 1d, at least 10s, got "5"',
      '--timezone goes with --cron',
      '--timezone must be a name like Europe/Berlin, got "Mars"',
      '--overlap must be skip or buffer-one, got "all"',
    ]);
    assert.match(mistakesOf({ all: true }).join(), /either --every 1h or --cron/);
    assert.match(mistakesOf({ all: true, every: '1h', cron: '0 3 * * *' }).join(), /either --every 1h or --cron/);
    assert.match(mistakesOf({ all: true, cron: '0 3 * * * # x' }).join(), /no comment/);
  });

  it('reads and writes times', () => {
    const times = ['10s', '90s', '15m', '1h', '1d', '9s', '0h', '1w', 'h', ''];
    assert.deepEqual(times.map(everyOf), [
      10_000,
      90_000,
      900_000,
      3_600_000,
      86_400_000,
      null,
      null,
      null,
      null,
      null,
    ]);
    assert.deepEqual([90_000, 900_000, 86_400_000].map(everyText), ['every 90s', 'every 15m', 'every 1d']);
  });
});
