// The driver throws at a message that it doesn't know, in the socket's own event, where it would end the process.
import type { Socket } from 'node:net';
import type pg from 'pg';

interface Connection {
  attachListeners(stream: Socket): void;
  emit(event: 'error', error: unknown): void;
}

/** What the driver throws as it reads fails the connection, as what the server says does. To be called before `connect`. */
export function guardReader(client: pg.Client): void {
  const { connection } = client as unknown as { connection: Connection };
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    attach(stream);
    for (const read of stream.listeners('data')) {
      stream.off('data', read as (bytes: Buffer) => void);
      stream.on('data', (bytes: Buffer) => {
        try {
          read.call(stream, bytes);
        } catch (error) {
          connection.emit('error', error);
          stream.destroy();
        }
      });
    }
  };
}
