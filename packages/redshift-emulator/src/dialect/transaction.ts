// Transaction statements: Redshift's isolation is a property of the database, so a level asked for changes nothing.
import type { Statement } from '../sql/statements.js';
import type { Edit } from '../sql/statements.js';

/** Every `ISOLATION LEVEL x` becomes snapshot isolation. */
export function isolationEdits({ tokens }: Statement): Edit[] {
  return tokens.flatMap((token, at) => {
    const [level, first, second] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]];
    if (token.value !== 'isolation' || level?.value !== 'level' || first === undefined) return [];
    const two = (first.value === 'read' || first.value === 'repeatable') && second !== undefined;
    return [{ start: first.start, end: two ? second.end : first.end, text: 'REPEATABLE READ' }];
  });
}
