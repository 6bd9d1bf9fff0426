import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { builtinModules } from 'node:module';

// The walls of docs/ARCHITECTURE.md: which room may import which. A type import never bundles code, so it may cross.
const outsideWorld = [
  'mysql2',
  'mysql2/*',
  'pg',
  '@aws-sdk/*',
  'parquet-wasm',
  'apache-arrow',
  'parquetjs-lite',
  'parquetjs-lite/*',
  'hyparquet',
];
const temporal = ['@temporalio/*'];
const rooms = (names) => names.flatMap((name) => [`**/${name}/*`, `**/${name}/**`]);
const wall = (files, banned, message, extra = {}) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [{ group: banned, allowTypeImports: extra.allowTypeImports ?? false, message }] },
    ],
  },
});
const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

export default tseslint.config(
  { ignores: ['dist', '.build', '.local', 'node_modules'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'bin/*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      'import-x/no-cycle': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-duplicate-imports': 'off',
    },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } }, 'import-x/extensions': ['.ts', '.js'] },
  },
  wall(
    ['src/contract/**'],
    ['../*', '../**', ...outsideWorld, ...temporal, ...nodeBuiltins],
    'contract imports nothing: it is read by every room',
  ),
  wall(
    ['src/workflows/**'],
    [
      ...rooms(['activities', 'mysql', 'parquet', 's3', 'redshift', 'client', 'config', 'witness', 'local']),
      ...outsideWorld,
      ...nodeBuiltins,
    ],
    'workflow code is deterministic and bundled: it knows the contract, and activities only as types',
    { allowTypeImports: true },
  ),
  wall(
    ['src/mysql/**', 'src/parquet/**', 'src/s3/**', 'src/redshift/**', 'src/config/**', 'src/witness/**'],
    [...temporal, ...rooms(['activities', 'workflows', 'client'])],
    'a room of the outside world knows no Temporal',
  ),
  wall(
    ['src/client/**'],
    [...rooms(['activities', 'mysql', 'parquet']), 'mysql2', 'mysql2/*', 'pg', '@aws-sdk/*'],
    'the client speaks to Temporal, the witnesses and the config; it moves no rows itself',
  ),
  {
    files: ['src/workflows/**', 'src/contract/**'],
    rules: { 'no-restricted-globals': ['error', 'process', 'Buffer', 'fetch', 'require', '__dirname'] },
  },
  {
    files: ['test/**'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
