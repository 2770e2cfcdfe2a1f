import { type Document, numberOf, type Value } from "@millrace/mql";
import { checkpointFormatVersion } from "../checkpoint/index.ts";
import type { Checkpoint, StateEntry } from "../ports/index.ts";
import type { Assembly } from "./assembly.ts";
import { counters, restoreCounters, type SummaryBase } from "./counters.ts";

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
    watermark: assembly.source.snapshot(),
    arrival: assembly.states[0]?.arrival ?? 0,
    sink: assembly.sink.snapshot(),
    counters: counters(assembly, base),
    state: { full, entries },
  };
}

/** Puts what a checkpoint holds back into the parts of a new run. */
export function restore(assembly: Assembly, checkpoint: Checkpoint, base: SummaryBase): void {
  assembly.source.restore(checkpoint.positions, checkpoint.watermark as Document);
  restoreCounters(assembly, checkpoint.counters, base);
  const byOperator = new Map<number, StateEntry[]>();
  for (const { key, value } of checkpoint.state.entries) {
    const slash = key.indexOf("/");
    const index = Number(key.slice(0, slash));
    const entries = byOperator.get(index) ?? [];
    byOperator.set(index, entries);
    entries.push({ key: key.slice(slash + 1), value });
  }
  for (const [index, state] of assembly.states.entries()) {
    state.arrival = numberOf(checkpoint.arrival as Value);
    state.restore(byOperator.get(index) ?? []);
  }
}
