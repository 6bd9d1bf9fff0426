// Temporal's protocol, cut down to what a client speaks: its SDK builds an object of every message of every service at a start,
// and most of them are for workers and for the cloud's administration.

/** What pbjs writes of a namespace, a message, an enum or a service. */
export interface Node {
  readonly nested?: Record<string, Node>;
  readonly fields?: Record<string, { readonly type: string }>;
  readonly values?: object;
  methods?: Record<string, { readonly requestType: string; readonly responseType: string }>;
}

/** Small, and used by name in many places. */
const KEPT_WHOLE = /^(google|grpc\.health|temporal\.api\.(common|enums|errordetails|failure|sdk))\./;
const DROPPED = /^(coresdk|grpc\.gateway|temporal\.api\.cloud)\./;

/**
 * Keeps the methods whose names are in `code`, the messages they reach, and those that `code` names. `code`: all that may
 * ask for one.
 */
export function cutDown(protocol: Node, code: string): Node {
  const all = new Map<string, Node>();
  visit(protocol, '', (name, node) => all.set(name, node));
  const words = new Set(code.match(/[A-Za-z]\w*/g));
  const kept = new Set<string>();
  const keep = (name: string): void => {
    if (kept.has(name)) return;
    kept.add(name);
    const { fields = {}, methods = {} } = all.get(name) ?? {};
    const types = Object.values(methods).flatMap(({ requestType, responseType }) => [requestType, responseType]);
    for (const type of [...types, ...Object.values(fields).map((field) => field.type)]) {
      const found = lookUp(all, name, type);
      if (found !== null) keep(found);
    }
    const above = name.lastIndexOf('.');
    if (above > 0) keep(name.slice(0, above));
  };
  for (const [name, node] of all) {
    if (DROPPED.test(name)) continue;
    if (node.methods !== undefined) {
      const wanted = Object.entries(node.methods).filter(([method]) => words.has(camel(method)));
      node.methods = Object.fromEntries(wanted);
      keep(name);
    } else if (KEPT_WHOLE.test(name) || code.includes(name)) keep(name);
  }
  return only(protocol, '', kept);
}

function visit({ nested = {} }: Node, under: string, see: (name: string, node: Node) => void): void {
  for (const [part, node] of Object.entries(nested)) {
    see(under + part, node);
    visit(node, `${under}${part}.`, see);
  }
}

function only(node: Node, under: string, kept: ReadonlySet<string>): Node {
  if (node.nested === undefined) return node;
  const nested = Object.entries(node.nested)
    .filter(([part]) => kept.has(under + part))
    .map(([part, inner]) => [part, only(inner, `${under}${part}.`, kept)]);
  return { ...node, nested: Object.fromEntries(nested) as Record<string, Node> };
}

/** As protocol buffers look a name up: from the inside out. Null for `string` and its like. */
function lookUp(all: ReadonlyMap<string, Node>, from: string, type: string): string | null {
  const name = type.replace(/^\./, '');
  for (let scope = from; ; scope = scope.slice(0, Math.max(scope.lastIndexOf('.'), 0))) {
    const full = scope === '' ? name : `${scope}.${name}`;
    if (all.has(full)) return full;
    if (scope === '') return null;
  }
}

const camel = (method: string): string => method.charAt(0).toLowerCase() + method.slice(1);
