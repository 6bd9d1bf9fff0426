// What a way of reading never sees, in sentences for those who choose it.
import type { Deletes, LoadMode, Strategy } from '../../contract/run-settings.js';

export interface Reading {
  readonly strategy: Strategy;
  readonly mode: LoadMode;
  readonly deletes: Deletes;
  readonly cursor: string | null;
  readonly key: readonly string[];
  readonly filter: string | null;
  readonly view: boolean;
}

/** Empty where every run carries the whole. */
export function limitations({ strategy, mode, deletes, cursor, key, filter, view }: Reading): string[] {
  if (strategy === 'full') return [];
  if (strategy === 'checksum') return unseenByChecksum(deletes);
  const unseen = ['deletes: a row that is deleted stays in the target'];
  const id = key.join(', ');
  if (strategy === 'id') {
    unseen.push(
      `updates: a row is read once, when its ${id} is new`,
      `rows inserted below the position: with an explicit ${id}, or one that is used again`,
    );
  } else {
    const at = cursor ?? '';
    unseen.push(
      `updates that leave ${at} as it was, or set it back: foreign key cascades, bulk updates, restored backups`,
    );
    if (mode === 'append') unseen.push('replacing: an updated row arrives once more, beside its earlier versions');
  }
  if (strategy === 'timestamp') unseen.push('duplicates: without a key, two equal rows stay two rows');
  if (filter !== null) {
    unseen.push('rows outside the filter; one that leaves it stays in the target as it was last read inside');
  }
  if (view && cursor !== null) unseen.push(`changes in the tables behind the view that don't show in its ${cursor}`);
  return unseen;
}

/** What it compares is the whole row, so little is left. */
function unseenByChecksum(deletes: Deletes): string[] {
  return [
    ...(deletes === 'keep' ? ['deletes: "deletes: keep" leaves such rows in the target'] : []),
    'versions between two runs: a row arrives as it is when it is read, and what changes after that with the next run',
    'a change whose 64-bit hash is that of the row before: 1 in 18,446,744,073,709,551,616 changes',
  ];
}
