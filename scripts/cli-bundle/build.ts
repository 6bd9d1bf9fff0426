// Bundles the CLI at build time: a few files instead of a thousand small ones, each of which a start would have to find.
import { build as bundle, type Plugin } from 'esbuild';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { BUNDLE } from '../../src/client/bundle-script.js';
import { keepCode } from './code.js';
import { cutDown, type Node } from './protocol.js';

const COMPILED = fileURLToPath(new URL('../../src/', import.meta.url));
const modules = createRequire(import.meta.url);

/** What bin/tidemark.js starts as it was compiled: the worker's native core, and the local servers. */
const asCompiled: Plugin = {
  name: 'as-compiled',
  setup: (build) => {
    build.onResolve({ filter: /(\/commands\/worker|\/devstack\/src\/cli)\.js$/ }, ({ path }) => ({
      path: path.startsWith('./') ? path.replace('./', '../src/client/') : path.replace('../../', '../'),
      external: true,
    }));
  },
};

const smallProtocol: Plugin = {
  name: 'small-protocol',
  setup: (build) => {
    build.onLoad({ filter: /@temporalio\/proto\/protos\/json-module\.js$/ }, ({ path }) => {
      const text = JSON.stringify(cutDown(protocolOf(readFileSync(path, 'utf8')), speakingCode()));
      // Parsed as JSON it is there sooner than as code.
      const root = `require('protobufjs/light').Root.fromJSON(JSON.parse(${JSON.stringify(text)}))`;
      return { contents: `module.exports = ${root};` };
    });
  },
};

/** The argument of the one call of `addJSON` that the module consists of. */
function protocolOf(code: string): Node {
  const seen: Node[] = [];
  class Root {
    addJSON(nested: Node['nested']): this {
      seen.push({ ...(nested === undefined ? {} : { nested }) });
      return this;
    }
  }
  runInNewContext(code, { module: {}, require: () => ({ roots: {}, Root }) });
  const [protocol] = seen;
  if (protocol === undefined)
    throw new Error("@temporalio/proto builds its messages in another way: see cli-bundle's build.ts");
  return JSON.parse(JSON.stringify(protocol)) as Node;
}

/** All code of the CLI that may send a message. */
function speakingCode(): string {
  const of = (name: string): string => join(modules.resolve(`@temporalio/${name}`), '..');
  return [of('client'), of('common'), COMPILED].flatMap(scripts).join('\n');
}

function scripts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

rmSync(dirname(BUNDLE), { recursive: true, force: true });
await bundle({
  entryPoints: [join(COMPILED, 'client', 'main.js')],
  outfile: BUNDLE,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  keepNames: true,
  external: ['pg-native'],
  legalComments: 'external',
  logLevel: 'warning',
  plugins: [asCompiled, smallProtocol],
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "const bundleUrl=require('node:url').pathToFileURL(__filename).href;" },
});
await keepCode();
