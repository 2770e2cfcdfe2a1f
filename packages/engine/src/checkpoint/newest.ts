import type { StateEntry } from "../ports/index.ts";
import { KeySet } from "./key-set.ts";
import { entriesOf } from "./segment-reader.ts";

/**
 * Which entries of a run of segments count: of each key the newest. The blocks are given from the newest segment to the oldest, the base. So one pass does,
 * and memory holds the keys of the deltas, but neither those of the base nor any value.
 */
export class Newest {
  readonly #seen = new KeySet();

  *ofDelta(block: Uint8Array): Generator<StateEntry> {
    for (const entry of entriesOf(block)) if (this.#seen.add(entry.key)) yield entry;
  }

  *ofBase(block: Uint8Array): Generator<StateEntry> {
    for (const entry of entriesOf(block)) if (!this.#seen.has(entry.key)) yield entry;
  }
}
