// Mocha's spec reporter, closing with a line of real counts; fewer tests run than listed is a failure.
import mocha from 'mocha';

const { EVENT_RUN_BEGIN, EVENT_RUN_END } = mocha.Runner.constants;

export default class CountingReporter extends mocha.reporters.Spec {
  constructor(runner: mocha.Runner, options?: mocha.MochaOptions) {
    super(runner, options);
    let listed = 0;
    const began = Date.now();
    runner.once(EVENT_RUN_BEGIN, () => {
      listed = runner.total;
    });
    runner.once(EVENT_RUN_END, () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
      const missing = listed - passes - failures - pending;
      if (missing > 0 || pending > 0) {
        console.log(`  ${listed} tests are listed, ${passes + failures} ran: that counts as failed.`);
        process.on('exit', () => {
          process.exitCode = 1;
        });
      }
      const notRun = Math.max(missing, 0) + pending;
      console.log(`  in ${Math.round((Date.now() - began) / 1_000)} s`);
      console.log(`${passes} passed, ${failures + notRun} failed`);
    });
  }
}
