// Takes the lease of a table: free, or held by a run that Temporal says is over. Otherwise says who holds it.
import { fullName } from '../../contract/table-id.js';
import type { BeginSyncInput, BeginSyncResult } from '../../contract/activity-types.js';
import type { Lease, Watermark } from '../../contract/watermark.js';
import { takeLease } from '../../s3/watermark/take-lease.js';
import { changeWatermark, type ReadWatermark, readWatermark } from '../../s3/watermark/watermark-store.js';
import type { PipelineResources } from './pipeline-resources.js';
import type { HolderState, TemporalView } from './lease-holder-lookup.js';

type Busy = Extract<BeginSyncResult, { kind: 'busy' }>;
interface Taken {
  readonly kind: 'taken';
  readonly watermark: Watermark;
  /** The lease of a dead run that was taken over; null when the table was free. */
  readonly from: Lease | null;
}

/** Two that race for a free table: the loser looks again. More rounds than this mean a crowd, not a race. */
const ROUNDS = 5;

/** `seen`: the watermark as it was read a moment ago. */
export async function acquireLease(
  { store, config }: PipelineResources,
  { ref, stage }: Pick<BeginSyncInput, 'ref' | 'stage'>,
  lease: Lease,
  temporal: TemporalView,
  seen: ReadWatermark | null,
): Promise<Taken | Busy> {
  const { prefix } = config.s3;
  const { pipeline, table } = ref;
  for (let round = 1; ; round += 1) {
    const read = round === 1 ? seen : await readWatermark(store, prefix, pipeline, table);
    const held = read?.watermark.lease ?? null;
    const mine = held?.run === ref.run;
    if (held !== null && !mine) {
      const state = await temporal.holderState(held, lease.holder);
      if (state !== 'closed') return { kind: 'busy', holder: held, why: why(state, fullName(table)) };
    }
    const race: { lost: Lease | null } = { lost: null };
    const take = (current: Watermark | null): Watermark | 'unchanged' => {
      const now = current?.lease ?? null;
      race.lost = now !== null && now.run !== held?.run && now.run !== ref.run ? now : null;
      if (race.lost !== null || now?.run === ref.run) return 'unchanged';
      return takeLease(current, lease, { pipeline, table, stage, now: new Date().toISOString() });
    };
    const watermark = await changeWatermark(store, prefix, ref, 'beginSync', take, read);
    if (race.lost === null) return { kind: 'taken', watermark, from: mine ? null : held };
    if (round === ROUNDS) return { kind: 'busy', holder: race.lost, why: why('open', fullName(table)) };
  }
}

function why(state: Exclude<HolderState, 'closed'>, table: string): string {
  switch (state) {
    case 'open':
      return 'that run is still at work';
    case 'elsewhere':
      return `that run belongs to another Temporal namespace, which can't be asked from here; if it is known to have ended: tidemark lease break -t ${table}`;
    case 'cannotAsk':
      return `Temporal did not answer whether that run is over; if it certainly is: tidemark lease break -t ${table}`;
  }
}
