import { type Document, numberOf, type Value } from "@millrace/mql";
import { checkpointFormatVersion } from "../checkpoint/index.ts";
import type { Checkpoint, Positions, StateEntry } from "../ports/index.ts";
import type { Assembly } from "./assembly.ts";
import { counters, restoreCounters, type SummaryBase } from "./counters.ts";
import { resumption } from "./lineage.ts";

/** Which checkpoint comes next. */
export interface CheckpointNumber {
  epoch: number;
  sequence: number;
}

/**
 * Freezes everything a restart needs, at a border between batches: positions, watermark, changed state. Sink and dead
 * letters were flushed before. State is encoded now, with turns of the event loop in between, so that processing may
 * change it while the commit is under way. `full`: nothing was stored before.
 */
export async function freeze(
  assembly: Assembly,
  number: CheckpointNumber,
  full: boolean,
  now: number,
  base: SummaryBase,
): Promise<Checkpoint> {
  const entries: StateEntry[] = [];
  for (const [index, state] of assembly.states.entries()) {
    for (const { key, value } of state.freeze()) {
      entries.push({ key: `${index}/${key}`, value });
      const pause = entries.length % 256 === 0 ? assembly.pace.pause() : undefined;
      if (pause) await pause;
    }
  }
  return {
    formatVersion: checkpointFormatVersion,
    ...number,
    time: now,
    positions: assembly.source.positions(),
    watermark: { ...assembly.source.snapshot(), lineage: assembly.lineage },
    arrival: assembly.states[0]?.arrival ?? 0,
    sink: assembly.sink.snapshot(),
    counters: counters(assembly, base),
    state: { full, entries },
  };
}

/**
 * Puts what a checkpoint holds back into the parts of a new run. When what made the state has changed since, open windows
 * are recomputed: the source goes back to the oldest position that one of them needs. `true`: the state was put back, and
 * later checkpoints build on it. Throws a `ProcessorError` when the pipeline cannot go on from the checkpoint.
 */
export function restore(assembly: Assembly, checkpoint: Checkpoint, base: SummaryBase): boolean {
  const watermark = checkpoint.watermark as Document;
  const recompute = resumption(watermark.lineage as Document, assembly.lineage) === "recompute";
  restoreCounters(assembly, checkpoint.counters, base);
  const byOperator = Map.groupBy(checkpoint.state.entries, ({ key }) => Number(key.slice(0, key.indexOf("/"))));
  const rewound: Positions[] = [];
  for (const [index, state] of assembly.states.entries()) {
    const entries = (byOperator.get(index) ?? []).map(({ key, value }) => ({ key: key.slice(key.indexOf("/") + 1), value }));
    state.arrival = numberOf(checkpoint.arrival as Value);
    if (recompute) rewound.push(...state.forget(entries));
    else state.restore(entries);
  }
  if (recompute) assembly.source.rewind(Object.assign({ ...checkpoint.positions }, ...rewound), checkpoint.positions);
  else assembly.source.restore(checkpoint.positions, watermark);
  return !recompute;
}
