// Records the kept histories again: npm run record:replays. A file is written only when its run went as its scenario says.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverSuggesting } from '../support/dev-server.js';
import { withFlow } from '../support/flow.js';
import { chainOf } from '../support/history.js';
import { fixtureText, FOLDER } from './fixture.js';
import { SCENARIOS } from './scenarios.js';

describe('recording', () => {
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(name, async () => {
      const { world, suggestAfter, ...script } = scenario();
      const own = suggestAfter === undefined ? null : await serverSuggesting(suggestAfter);
      try {
        const options = own === null ? {} : { server: own.server };
        const chain = await withFlow(world, async (flow) => chainOf(flow.client, await script.play(flow)), options);
        world.check();
        for (const file of readdirSync(FOLDER))
          if (file.replace(/(-\d+)?\.json$/, '') === name) rmSync(join(FOLDER, file));
        for (const [n, { history }] of chain.entries()) {
          const part = chain.length === 1 ? '' : `-${n + 1}`;
          writeFileSync(join(FOLDER, `${name}${part}.json`), fixtureText(history));
        }
      } finally {
        await own?.stop();
      }
    });
  }
});
