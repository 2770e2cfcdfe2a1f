import { type Document, type EvalContext, type GroupProgram, MqlError, type Value } from "@millrace/mql";
import type { StreamRecord } from "../record.ts";
import { BATCH } from "../runtime/operator.ts";
import { type Chunks, type FirstBlocking, inChunks, type MakeRecord } from "./blocking.ts";
import { type Groups, isFull, ShardedGroups } from "./group-map.ts";

export interface GroupedContent {
  groups: Groups;
}

/** Tells that the result of one group could not be made. */
export type ResultFailure = (record: StreamRecord, error: MqlError) => void;

/** `$group` as the first blocking stage: accumulators are updated as documents arrive, the documents are not kept. */
export class Grouped implements FirstBlocking<GroupedContent> {
  readonly usesMeta: boolean;
  readonly #program: GroupProgram;
  readonly #context: EvalContext;
  readonly #fail: ResultFailure;

  constructor(program: GroupProgram, context: EvalContext, fail: ResultFailure) {
    this.usesMeta = program.usesMeta;
    this.#program = program;
    this.#context = context;
    this.#fail = fail;
  }

  open(): GroupedContent {
    return { groups: new Map() };
  }

  add(content: GroupedContent, record: StreamRecord, sequence: number): void {
    const entry = this.#program.add(content.groups, record, sequence, this.#context);
    if (entry.seq === sequence && isFull(content.groups)) content.groups = new ShardedGroups(content.groups);
  }

  release(content: GroupedContent, make: MakeRecord): Chunks {
    return inChunks(groupResults(this.#program, content.groups, make, this.#fail), make, BATCH);
  }

  bytes(content: GroupedContent): number {
    let total = 0;
    for (const entry of content.groups.values()) total += entry.bytes;
    return total;
  }

  *changes(content: GroupedContent): Iterable<{ key: string; value: Value }> {
    for (const entry of content.groups.values()) {
      if (!entry.changed) continue;
      entry.changed = false;
      yield { key: stateKey(entry.key), value: this.#program.encode(entry) };
    }
  }

  *keys(content: GroupedContent, since: number): Iterable<string> {
    for (const entry of content.groups.values()) if (entry.seq < since) yield stateKey(entry.key);
  }

  restore(values: readonly Value[]): GroupedContent {
    const entries = values.map((value) => this.#program.decode(value)).sort((a, b) => a.seq - b.seq);
    const content = this.open();
    for (const entry of entries) {
      entry.changed = false;
      content.groups.set(entry.key, entry);
      if (isFull(content.groups)) content.groups = new ShardedGroups(content.groups);
    }
    return content;
  }
}

/** The documents of a map of groups, in order of first arrival. A group whose result is an error is reported and left out. */
export function* groupResults(program: GroupProgram, groups: Groups, make: MakeRecord, fail: ResultFailure): Generator<Document> {
  for (const entry of groups.values()) {
    try {
      yield program.result(entry);
    } catch (error) {
      if (!(error instanceof MqlError)) throw error;
      fail(make({ _id: entry.id ?? null }), error);
    }
  }
}

/** A text and a number never make the same key. */
function stateKey(key: string | number): string {
  return typeof key === "string" ? `s${key}` : `n${key}`;
}
