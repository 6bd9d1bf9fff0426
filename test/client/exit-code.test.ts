import assert from 'node:assert/strict';
import { FAILURES } from '../../src/contract/failures.js';
import { exitOfFailure, exitOfOutcome, type ExitCode, exitOfVerdict, worst } from '../../src/client/exit-code.js';
import { exitOf } from '../../src/client/watch/outcome.js';
import { syncResult } from './sample.js';

describe('the exit code', () => {
  it('of each failure is 2 where someone must change something, 4 where counts differ, else 1', () => {
    const codes = Object.keys(FAILURES).map((type) => [type, exitOfFailure(type)]);
    assert.deepEqual(Object.fromEntries(codes), {
      BadInput: 2,
      BadConfig: 2,
      UnknownTable: 2,
      NoPrimaryKey: 2,
      BadCursor: 2,
      BadFilter: 2,
      BadKey: 2,
      EmptySource: 2,
      OtherZone: 2,
      UnsupportedType: 2,
      UnrepresentableValue: 2,
      ShapeChanged: 1,
      BoundNotProven: 2,
      ClockBehind: 2,
      StrategyChanged: 2,
      AccessDenied: 2,
      MissingBucket: 2,
      LeaseLost: 1,
      Superseded: 1,
      OtherVersion: 1,
      TlsRefused: 2,
      TooManyDeletes: 2,
      TooManyPending: 1,
      FileMissing: 1,
      FileDiffers: 1,
      TargetMissing: 2,
      TargetMismatch: 2,
      TargetChanged: 2,
      TargetShared: 2,
      TargetBehindWatermark: 1,
      LedgerConflict: 1,
      CopyRefused: 1,
      RowCountMismatch: 4,
    });
    assert.deepEqual([exitOfFailure('Whatever'), exitOfFailure(null)], [1, 1]);
  });

  it('of each outcome says whether the run is finished', () => {
    const outcomes = ['completed', 'nothingNew', 'busy', 'cancelled', 'failed'] as const;
    assert.deepEqual(outcomes.map(exitOfOutcome), [0, 0, 3, 3, 1]);
  });

  it('of each ending follows from the account, the failure, or that we stopped looking', () => {
    const failed = { kind: 'failed', type: 'UnknownTable', message: '', syncResult: null } as const;
    const endings = [
      { kind: 'completed', syncResult: syncResult() } as const,
      failed,
      { kind: 'terminated' } as const,
      { kind: 'lost', message: '' } as const,
      { kind: 'cancelled', syncResult: null } as const,
      { kind: 'detached' } as const,
    ];
    assert.deepEqual(endings.map(exitOf), [0, 2, 1, 1, 3, 3]);
  });

  it('of a validation is 0 only where everybody was asked and agrees', () => {
    const verdicts = ['balanced', 'askAgain', 'misconfigured', 'incomplete', 'disagrees'] as const;
    assert.deepEqual(verdicts.map(exitOfVerdict), [0, 3, 2, 1, 4]);
  });

  it('of several tables is the worst: 4, 1, 2, 3, 0', () => {
    const cases: [ExitCode[], ExitCode][] = [
      [[], 0],
      [[0, 0], 0],
      [[0, 3], 3],
      [[3, 2, 0], 2],
      [[2, 1, 3], 1],
      [[1, 4, 2], 4],
    ];
    for (const [codes, expected] of cases) assert.equal(worst(codes), expected, codes.join());
  });
});
