import type { GroupEntry, GroupKey } from "@millrace/mql";

/** V8's Map holds 2^24 entries and not one more; below that a new shard begins. */
const SHARD = 2 ** 23;

export type Groups = Map<GroupKey, GroupEntry>;

/** Whether a map has to become a {@link ShardedGroups} before it takes more entries. */
export function isFull(groups: Groups): boolean {
  return groups.size >= SHARD && !(groups instanceof ShardedGroups);
}

/** A map of groups beyond the size of one Map, in order of insertion. */
export class ShardedGroups extends Map<GroupKey, GroupEntry> {
  readonly #shards: Groups[];
  readonly #limit: number;

  constructor(first: Groups, limit = SHARD) {
    super();
    this.#shards = [first];
    this.#limit = limit;
  }

  override get size(): number {
    // The constructor of Map reads nothing of this class: `#shards` is always there.
    return this.#shards.reduce((total, shard) => total + shard.size, 0);
  }

  override get(key: GroupKey): GroupEntry | undefined {
    for (const shard of this.#shards) {
      const entry = shard.get(key);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  override has(key: GroupKey): boolean {
    return this.get(key) !== undefined;
  }

  override set(key: GroupKey, entry: GroupEntry): this {
    for (const shard of this.#shards) {
      if (shard.has(key)) {
        shard.set(key, entry);
        return this;
      }
    }
    let last = this.#shards[this.#shards.length - 1]!;
    if (last.size >= this.#limit) {
      last = new Map();
      this.#shards.push(last);
    }
    last.set(key, entry);
    return this;
  }

  override delete(key: GroupKey): boolean {
    return this.#shards.some((shard) => shard.delete(key));
  }

  override clear(): void {
    this.#shards.splice(0, this.#shards.length, new Map());
  }

  override *values(): MapIterator<GroupEntry> {
    for (const shard of this.#shards) yield* shard.values();
  }
}
