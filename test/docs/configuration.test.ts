// docs/configuration.md has every key of the config's schema with its default, and no other key.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { pipelineSchema, topSchema } from '../../src/config/schema.js';

type Schema = z.core.$ZodType;

/** The schema within optional, nullable, default and preprocess. */
function unwrapped(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return unwrapped(schema.unwrap());
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return unwrapped(schema.unwrap());
  return schema;
}

/** Keys below a schema, nested ones with a dot. Entries of a record are named by users and have no keys here. */
function keysOf(schema: Schema, prefix = ''): string[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option: Schema) => keysOf(option, prefix));
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape as Record<string, Schema>).flatMap(([name, field]) => [
    prefix + name,
    ...keysOf(field, `${prefix}${name}.`),
  ]);
}

function defaultsOf(schema: Schema): [key: string, value: string][] {
  const { shape } = unwrapped(schema) as z.ZodObject<Record<string, Schema>>;
  return Object.entries(shape).flatMap(([name, field]) => {
    const value: unknown = field instanceof z.ZodDefault ? field.def.defaultValue : undefined;
    return ['string', 'number', 'boolean'].includes(typeof value) || value === null ? [[name, String(value)]] : [];
  });
}

const { source, s3, target, defaults } = pipelineSchema.shape;
const topKeys = [...Object.keys(topSchema.shape), ...Object.keys(pipelineSchema.shape)];
const columns = unwrapped((unwrapped(defaults) as typeof defaults._zod.def.innerType).shape.columns);
assert.ok(columns instanceof z.ZodRecord);

const SECTIONS: Record<string, string[]> = {
  'Top level': topKeys,
  temporal: keysOf(topSchema.shape.temporal),
  source: keysOf(source),
  s3: keysOf(s3),
  target: keysOf(target),
  tables: keysOf(defaults),
  columns: keysOf(columns.valueType),
};

/** Rows of each section of the page: the cells, the key first. */
function documented(): Record<string, string[][]> {
  const sections = readFileSync('docs/configuration.md', 'utf8').split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const rows = [...section.matchAll(/^\| `([\w.]+)` \| (.*) \|$/gm)];
      return [section.split('\n')[0]!, rows.map(([, key, rest]) => [key!, ...rest!.split(/ \| ?/)])];
    }),
  );
}

describe('docs/configuration.md', () => {
  for (const [section, keys] of Object.entries(SECTIONS)) {
    it(`has the keys of "${section}", and no others`, () => {
      const found = new Set(documented()[section]?.map(([key]) => key!));
      assert.ok(keys.length > 2);
      assert.deepEqual([...found].sort(), [...new Set(keys)].sort());
    });
  }

  it('has the defaults of the schema', () => {
    const parts = { temporal: topSchema.shape.temporal, source, s3, target };
    for (const [section, schema] of Object.entries(parts)) {
      for (const [key, value] of defaultsOf(schema)) {
        const row = documented()[section]?.find(([name]) => name === key);
        assert.equal(row?.[2], `\`${value}\``, `${section}.${key}`);
      }
    }
  });
});
