import assert from 'node:assert/strict';
import {
  build,
  cString,
  Framer,
  parse,
  Payload,
  query,
  readFields,
  report,
  type Message,
} from '../../packages/redshift-emulator/src/wire/messages.js';

const collect = (framer: Framer, ...chunks: Buffer[]): Message[] => {
  const messages: Message[] = [];
  for (const chunk of chunks) framer.push(chunk, (message) => messages.push(message));
  return messages;
};

describe('The framer', () => {
  const stream = Buffer.concat([query('select 1'), parse('a', 'select 2'), build('S'), query('é'.repeat(1000))]);

  it('gives every message of one chunk', () => {
    const messages = collect(new Framer(true), stream);
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['Q', 'P', 'S', 'Q'],
    );
    assert.equal(new Payload(messages[3]!).text(), 'é'.repeat(1000));
  });

  it('gives the same messages however the bytes are cut', () => {
    const whole = collect(new Framer(true), stream).map(({ raw }) => raw.toString('hex'));
    for (const size of [1, 2, 3, 5, 7, 100]) {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
        stream.subarray(at * size, (at + 1) * size),
      );
      assert.deepEqual(
        collect(new Framer(true), ...chunks).map(({ raw }) => raw.toString('hex')),
        whole,
      );
    }
  });

  it('takes untyped messages before the start-up and typed ones after it', () => {
    const framer = new Framer(false);
    const types: string[] = [];
    const hello = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
    framer.push(Buffer.concat([hello, hello, build('p', cString('secret'))]), (message) => {
      types.push(message.type);
      if (types.length === 2) framer.typed = true;
    });
    assert.deepEqual(types, ['', '', 'p']);
  });

  it('refuses a start-up packet as long as a TLS hello pretends to be', () => {
    assert.throws(
      () => collect(new Framer(false), Buffer.from([0x16, 3, 1, 0, 0xf4])),
      /invalid length of startup packet/,
    );
  });

  it('reads the fields of an error it has built', () => {
    const fields = { S: 'ERROR', C: 'XX000', M: 'Spectrum Scan Error', D: 'line 1\nline 2' };
    assert.deepEqual(readFields(collect(new Framer(true), report('E', fields))[0]!), fields);
  });
});
