import assert from 'node:assert/strict';
import { cutDown, type Node } from '../../scripts/cli-bundle/protocol.js';

const message = (types: Record<string, string> = {}, nested?: Record<string, Node>): Node => ({
  fields: Object.fromEntries(Object.entries(types).map(([name, type]) => [name, { type }])),
  ...(nested === undefined ? {} : { nested }),
});
const space = (nested: Record<string, Node>): Node => ({ nested });

const service = (): Node => ({
  methods: {
    StartIt: { requestType: 'StartRequest', responseType: 'temporal.api.v1.Started' },
    PollIt: { requestType: 'PollRequest', responseType: 'Polled' },
  },
});
const protocol = (): Node =>
  space({
    temporal: space({
      api: space({
        v1: space({
          Service: service(),
          StartRequest: message(
            { what: 'Inner', text: 'string' },
            { Inner: message({ deep: 'Deep' }), Unasked: message() },
          ),
          Deep: message(),
          Started: message(),
          PollRequest: message(),
          Polled: message(),
          Named: message(),
        }),
        enums: space({ v1: space({ Kind: { values: { A: 0 } } }) }),
        cloud: space({ v1: space({ startIt: message() }) }),
      }),
    }),
    coresdk: space({ Job: message() }),
  });

function names(node: Node, under = ''): string[] {
  return Object.entries(node.nested ?? {}).flatMap(([name, inner]) => [
    ...(inner.nested === undefined || inner.fields !== undefined ? [under + name] : []),
    ...names(inner, `${under}${name}.`),
  ]);
}

describe("the bundle's protocol", () => {
  it('keeps the methods that the code calls, what they reach at any depth, what the code names, and enums', () => {
    const kept = cutDown(protocol(), 'client.startIt(request); proto.temporal.api.v1.Named.encode()');
    assert.deepEqual(names(kept), [
      'temporal.api.v1.Service',
      'temporal.api.v1.StartRequest',
      'temporal.api.v1.StartRequest.Inner',
      'temporal.api.v1.Deep',
      'temporal.api.v1.Started',
      'temporal.api.v1.Named',
      'temporal.api.enums.v1.Kind',
    ]);
    assert.deepEqual(
      Object.keys(kept.nested!['temporal']!.nested!['api']!.nested!['v1']!.nested!['Service']!.methods!),
      ['StartIt'],
    );
  });
});
