// What a column's declaration says of its MySQL type: its name, and the members of an ENUM or SET.

/** `enum`, `bit`, `point` … as the server spells them. */
export function typeName(declared: string): string {
  return /^[a-z0-9_]+/i.exec(declared)?.[0].toLowerCase() ?? '';
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', Z: '\x1a' };

/** In the order that the server numbers them in, from 1. */
export function membersOf(declared: string): string[] {
  const list = /^(?:enum|set)\((.*)\)/is.exec(declared)?.[1] ?? '';
  return [...list.matchAll(/'((?:[^'\\]|''|\\.)*)'/gs)].map(([, quoted = '']) =>
    quoted.replace(/''|\\(.)/gs, (pair, escaped: string | undefined) =>
      pair === "''" ? "'" : (ESCAPES[escaped ?? ''] ?? escaped ?? ''),
    ),
  );
}
