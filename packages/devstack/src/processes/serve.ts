// Runs a stack until this process receives SIGINT, SIGTERM or SIGHUP.
import { sentenceOf } from '../failure.js';
import { startStack, type Stack, type StackOptions } from '../stack.js';

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves when everything has ended; at once when the stack was up already, which `ready` reports. */
export async function serve(options: StackOptions, ready: (stack: Stack) => void): Promise<void> {
  const abort = new AbortController();
  const signalled = new Promise<void>((resolve) => {
    for (const signal of endings)
      process.on(signal, () => {
        abort.abort();
        resolve();
      });
  });
  const signal = options.signal === undefined ? abort.signal : AbortSignal.any([options.signal, abort.signal]);
  let own: Stack | undefined;
  // Sent by a second "up": start again what has died since.
  process.on('SIGUSR2', () => void own?.revive().catch((error: unknown) => options.log?.(sentenceOf(error))));
  const stack = await startStack({ ...options, signal, revivable: true });
  if (!stack.alreadyUp) own = stack;
  ready(stack);
  if (stack.alreadyUp) return;
  await signalled;
  await stack.stop();
}
