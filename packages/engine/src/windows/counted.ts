import { type Document, numberOf, setOwn, type Value } from "@millrace/mql";
import type { Chunks, FirstBlocking, MakeRecord } from "./blocking.ts";

export interface CountedContent {
  count: number;
  changed: boolean;
}

/** `$count` as the first blocking stage: one number a window. */
export class Counted implements FirstBlocking<CountedContent> {
  readonly usesMeta = false;
  readonly #field: string;

  constructor(field: string) {
    this.#field = field;
  }

  open(): CountedContent {
    return { count: 0, changed: false };
  }

  add(content: CountedContent): void {
    content.count++;
    content.changed = true;
  }

  release(content: CountedContent, make: MakeRecord): Chunks {
    return countResult(this.#field, content.count, make);
  }

  bytes(): number {
    return 16;
  }

  *changes(content: CountedContent): Iterable<{ key: string; value: Value }> {
    if (!content.changed) return;
    content.changed = false;
    yield { key: "c", value: content.count };
  }

  keys(): Iterable<string> {
    return ["c"];
  }

  restore(values: readonly Value[]): CountedContent {
    return { count: values.length > 0 ? numberOf(values[0]) : 0, changed: false };
  }
}

/** `{ <field>: count }`; nothing for no documents (engine.md 4.9). */
export function countResult(field: string, count: number, make: MakeRecord): Chunks {
  if (count === 0) return [];
  const doc: Document = {};
  setOwn(doc, field, count);
  return [[make(doc)]];
}
