// Lets mocha run the TypeScript sources without a build, in worker threads too: tsx alone registers in the main thread only.
import { register } from 'tsx/esm/api';

register();
