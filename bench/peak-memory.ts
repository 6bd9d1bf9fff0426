// The most memory that a process has held: the kernel keeps the mark, and it is read until the process is gone.
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 200;

/** Bytes; 0 where /proc is not there. */
export function watchPeak(pid: number): { peak(): number } {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, highWaterMark(pid));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    peak() {
      look();
      clearInterval(timer);
      return peak;
    },
  };
}

function highWaterMark(pid: number): number {
  try {
    const [, kib = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib) * 1_024;
  } catch {
    return 0;
  }
}
