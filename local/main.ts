// Runs the local commands by themselves, without the rest of Tidemark.
import { localCommand } from './cli.js';

await localCommand().parseAsync();
