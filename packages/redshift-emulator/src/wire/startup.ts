// The handshake: refuses TLS politely, passes cancel requests on, and relays the login until the session is ready.
import { connect, type Socket } from 'node:net';
import type { Environment } from '../environment.js';
import { cString, int32, parameterStatus, Payload, readFields, report, type Message } from './messages.js';

const SSL_REQUEST = 80_877_103;
const GSSENC_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

export type Hello = 'again' | 'end' | 'login';

/** Handles one untyped packet. After 'again' another follows on the same socket; 'login' is to be sent to the backend. */
export function takeHello(message: Message, client: Socket, environment: Environment): Hello {
  const code = message.raw.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSSENC_REQUEST) {
    client.write('N');
    return 'again';
  }
  if (code === CANCEL_REQUEST) {
    const key = message.raw.toString('hex', 8, 16);
    environment.cancellable.get(key)?.();
    client.end();
    return 'end';
  }
  return 'login';
}

/** What the client says of itself in its first packet, by name. */
export function helloParameters(hello: Message): Map<string, string> {
  const words = hello.raw.toString('utf8', 8).split('\0');
  const parameters = new Map<string, string>();
  for (let at = 0; words[at] !== undefined && words[at] !== ''; at += 2)
    parameters.set(words[at] ?? '', words[at + 1] ?? '');
  return parameters;
}

// Said by AWS's own drivers (redshift_connector, JDBC, ODBC); PostgreSQL would end the connection at the first of them.
const OF_REDSHIFT = new Set(
  (
    'client_protocol_version driver_version os_version driver_discovery_version plugin_name idp_type provider_name ' +
    'token_type identity_namespace idc_client_display_name compression'
  ).split(' '),
);

/** The same packet without what only Redshift understands. */
export function backendHello(hello: Message): Buffer {
  const kept = [...helloParameters(hello)].filter(([name]) => !OF_REDSHIFT.has(name));
  const body = Buffer.concat([...kept.flat().map(cString), Buffer.from([0])]);
  return Buffer.concat([int32(8 + body.length), hello.raw.subarray(4, 8), body]);
}

/** Rows come as text and without the metadata of newer protocols: version 0, of whatever was asked for. */
export const protocolVersion = (parameters: ReadonlyMap<string, string>): Buffer =>
  parameters.has('client_protocol_version') ? parameterStatus('server_protocol_version', '0') : Buffer.alloc(0);

/** A refused password has PostgreSQL's words at Redshift too, under the number of its own time. */
export function rewriteLoginError(message: Message): Buffer {
  const fields = readFields(message);
  return fields['C'] === '28P01' ? report('E', { ...fields, C: '28000' }) : message.raw;
}

/** Asks PostgreSQL to cancel what the session with this key (BackendKeyData) runs. */
export function forwardCancel(key: string, environment: Environment): void {
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(CANCEL_REQUEST, 4);
  packet.write(key, 8, 'hex');
  const socket = connect(environment.backend, () => socket.end(packet));
  socket.on('error', () => undefined);
}

// Redshift speaks as PostgreSQL 8.0.2 and names its encoding in the old way.
const REPORTED: Record<string, string> = { server_version: '8.0.2', client_encoding: 'UNICODE' };

export function rewriteParameter(message: Message): Buffer {
  const reported = REPORTED[new Payload(message).text()];
  return reported === undefined ? message.raw : parameterStatus(new Payload(message).text(), reported);
}

/** Run before the client gets its first ReadyForQuery. */
export const SESSION_SETUP = [
  'SET default_transaction_isolation = "repeatable read"',
  // A backend that waits for a lock would outlive its client without it.
  'SET client_connection_check_interval = 500',
  'SET TimeZone = "UTC"',
  'SET escape_string_warning = off',
  'CREATE TEMP SEQUENCE _rs_copy_count MINVALUE 0 START 0',
];

export const fatal = (message: string, sqlstate = '08000'): Buffer =>
  report('E', { S: 'FATAL', V: 'FATAL', C: sqlstate, M: message });
