// The failure that ends a run which must not succeed.
import assert from 'node:assert/strict';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

/** Rejects where the run succeeded, or ended by anything but a failure of its own. */
export async function refusalOf(sync: Promise<unknown>): Promise<ApplicationFailure> {
  try {
    await sync;
  } catch (error) {
    assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure, String(error));
    return error.cause;
  }
  throw new assert.AssertionError({ message: 'the run was not refused' });
}
