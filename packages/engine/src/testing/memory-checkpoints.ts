import { decodeValue, encodeValue, type Value } from "@millrace/mql";
import type { Checkpoint, CheckpointStore } from "../ports/index.ts";

/** Checkpoints in memory: the newest one, with its whole state. Values pass through their encoding, as they would on disk. */
export class MemoryCheckpoints implements CheckpointStore {
  /** How many were committed. */
  commits = 0;
  /** Called before each commit; may throw. */
  onCommit: (checkpoint: Checkpoint) => void | Promise<void> = () => {};
  #newest: Uint8Array | undefined;
  #state = new Map<string, Uint8Array>();

  async load(): Promise<{ checkpoint: Checkpoint; warnings: string[] } | undefined> {
    if (this.#newest === undefined) return undefined;
    const entries = [...this.#state].map(([key, value]) => ({ key, value }));
    const record = decodeValue(this.#newest) as unknown as Omit<Checkpoint, "state">;
    return { checkpoint: { ...record, state: { full: true, entries } }, warnings: [] };
  }

  async commit(checkpoint: Checkpoint): Promise<{ bytes: number }> {
    await this.onCommit(checkpoint);
    const { state, ...record } = checkpoint;
    if (state.full) this.#state.clear();
    let bytes = 0;
    for (const { key, value } of state.entries) {
      if (value === undefined) this.#state.delete(key);
      else this.#state.set(key, value);
      bytes += value?.length ?? 0;
    }
    this.#newest = encodeValue(record as unknown as Value);
    this.commits++;
    return { bytes };
  }

  async clear(): Promise<void> {
    this.#newest = undefined;
    this.#state.clear();
  }

  async close(): Promise<void> {}

  /** Keys of all state entries. */
  get keys(): string[] {
    return [...this.#state.keys()];
  }
}
