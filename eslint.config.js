import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { builtinModules } from 'node:module';

// Which folder of src may import which others: ARCHITECTURE.md prints this table, and a test compares the two.
export const MAY_IMPORT = {
  contract: [],
  config: ['contract'],
  mysql: ['contract', 'config'],
  parquet: ['contract'],
  s3: ['contract', 'config'],
  redshift: ['contract', 'config'],
  reconcile: ['contract', 's3'],
  temporal: ['config'],
  workflows: ['contract'],
  activities: ['contract', 'config', 'mysql', 'parquet', 's3', 'redshift'],
  operations: ['contract', 'config', 'mysql', 's3', 'redshift', 'reconcile', 'activities', 'temporal'],
  client: ['contract', 'config', 's3', 'reconcile', 'temporal', 'workflows', 'operations'],
};
const drivers = [
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
const nodeBuiltins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

const packagesBanned = {
  contract: [...drivers, ...temporal, ...nodeBuiltins],
  config: temporal,
  mysql: temporal,
  parquet: temporal,
  s3: temporal,
  redshift: temporal,
  reconcile: temporal,
  workflows: [...drivers, ...nodeBuiltins],
  client: drivers,
};
const walls = Object.entries(MAY_IMPORT).map(([folder, allowed]) => {
  const others = Object.keys(MAY_IMPORT).filter((other) => other !== folder && !allowed.includes(other));
  return {
    files: [`src/${folder}/**`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                ...others.map((other) => `**/${other}/**`),
                ...(folder === 'client' ? [] : ['**/packages/**']),
                ...(packagesBanned[folder] ?? []),
              ],
              // Workflow code knows activities as types only: a type is never bundled.
              allowTypeImports: folder === 'workflows',
              message: `src/${folder} may import ${allowed.join(', ') || 'nothing'}: see MAY_IMPORT in eslint.config.js`,
            },
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ['**/dist', '.build', '.local', 'node_modules'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'bin/*.js', 'packages/*/bin/*.js'] },
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
  ...walls,
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
