// The CancelRequest of the wire protocol: a connection of its own, sixteen bytes, no answer.
import { connect } from 'node:net';

const CANCEL_CODE = 80_877_102;
/** A server that doesn't take the connection by then is gone, and its sessions with it. */
const TIMEOUT_MS = 5_000;

export interface SessionKey {
  readonly processId: number;
  readonly secret: number;
}

/** Resolves when it was sent or could not be; whether it had an effect shows at the statement. */
export function requestCancel({ host, port }: { host: string; port: number }, key: SessionKey): Promise<void> {
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(CANCEL_CODE, 4);
  packet.writeInt32BE(key.processId, 8);
  packet.writeInt32BE(key.secret, 12);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.on('connect', () => socket.end(packet));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.resume();
  });
}
