// What a worker makes of the payloads that people send to a run: one that can't be read is a value that every handler refuses.
import {
  type ConverterHint,
  defaultPayloadConverter,
  type Payload,
  type PayloadConverter,
  type SerializationContext,
} from '@temporalio/common';
import { Unreadable } from '../contract/json-checks.js';

/**
 * Signals are decoded before any handler, and inputs before the workflow: an error there fails the workflow task again and
 * again, and the run stands still until somebody resets it. So what came from outside never throws. What our own activities
 * answered still does: it must not be taken for anything else.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),

  fromPayload<T>(payload: Payload, context?: SerializationContext, hint?: ConverterHint<T>): T {
    if (context?.type !== 'workflow') return defaultPayloadConverter.fromPayload(payload, context, hint);
    return fromOutside(() => defaultPayloadConverter.fromPayload(payload, context, hint)) as T;
  },
};

function fromOutside(decode: () => unknown): unknown {
  try {
    const value = decode();
    return value instanceof Uint8Array ? new Unreadable('it is bytes') : value;
  } catch (error) {
    return new Unreadable(error instanceof Error ? error.message : String(error));
  }
}
