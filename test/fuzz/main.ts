// npm run test:fuzz -- --seeds 200 [--from 1] [--seed 7] [--sabotage ties]
import { parseArgs } from 'node:util';
import { optionsOf } from './options.js';
import { runSeeds } from './run-seeds.js';

const options = optionsOf(
  parseArgs({
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
      sabotage: { type: 'string' },
    },
  }).values,
);
const began = Date.now();
const failed = await runSeeds(options, (line) => void process.stdout.write(`${line}\n`));
const seconds = Math.round((Date.now() - began) / 1_000);
process.stdout.write(
  failed === null
    ? `${options.seeds.length} histories, none lost or doubled a row, in ${seconds} s\n`
    : `seed ${failed} failed, after ${seconds} s; alone: npm run test:fuzz -- --seed ${failed}${
        options.sabotage === 'none' ? '' : ` --sabotage ${options.sabotage}`
      }\n`,
);
process.exitCode = failed === null ? 0 : 1;
