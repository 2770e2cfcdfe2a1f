import { bsonSize, type Document, numberOf, type Value } from "@millrace/mql";
import type { StreamRecord } from "../record.ts";
import { BATCH } from "../runtime/operator.ts";
import type { Chunks, FirstBlocking, MakeRecord } from "./blocking.ts";

interface KeptDocument {
  sequence: number;
  doc: Document;
  meta: Document | undefined;
}

export interface KeptContent {
  documents: KeptDocument[];
  bytes: number;
}

/** Beside the document itself: object headers and slots. */
const OVERHEAD = 64;

/**
 * Keeps the documents of a window, in order of arrival: for inner pipelines that begin with `$sort` or `$limit` or have no
 * blocking stage. `most`: no more than so many (`$limit`). `withMeta`: their metadata too, because a later inner stage reads it.
 */
export class Kept implements FirstBlocking<KeptContent> {
  readonly usesMeta: boolean;
  readonly #most: number;

  constructor(withMeta: boolean, most = Number.POSITIVE_INFINITY) {
    this.usesMeta = withMeta;
    this.#most = most;
  }

  open(): KeptContent {
    return { documents: [], bytes: 0 };
  }

  add(content: KeptContent, record: StreamRecord, sequence: number): void {
    if (content.documents.length >= this.#most) return;
    content.documents.push({ sequence, doc: record.doc, meta: this.usesMeta ? record.meta : undefined });
    content.bytes += record.size + OVERHEAD;
  }

  *release(content: KeptContent, make: MakeRecord): Chunks {
    const { documents } = content;
    for (let from = 0; from < documents.length; from += BATCH) {
      yield documents.slice(from, from + BATCH).map(({ doc, meta }) => make(doc, meta));
    }
  }

  bytes(content: KeptContent): number {
    return content.bytes;
  }

  *changes(content: KeptContent, since: number): Iterable<{ key: string; value: Value }> {
    for (let i = firstFrom(content.documents, since); i < content.documents.length; i++) {
      const { sequence, doc, meta } = content.documents[i]!;
      yield { key: String(sequence), value: meta === undefined ? { sequence, doc } : { sequence, doc, meta } };
    }
  }

  *keys(content: KeptContent, since: number): Iterable<string> {
    for (const { sequence } of content.documents) {
      if (sequence >= since) return;
      yield String(sequence);
    }
  }

  restore(values: readonly Value[]): KeptContent {
    const documents = (values as Document[])
      .map(({ sequence, doc, meta }) => ({
        sequence: numberOf(sequence),
        doc: doc as Document,
        meta: meta as Document | undefined,
      }))
      .sort((a, b) => a.sequence - b.sequence);
    return { documents, bytes: documents.reduce((total, { doc }) => total + bsonSize(doc) + OVERHEAD, 0) };
  }
}

/** Index of the first document that arrived at or after a sequence. */
function firstFrom(documents: readonly KeptDocument[], since: number): number {
  let low = 0;
  let high = documents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (documents[middle]!.sequence < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
