/** What tests of the language evaluate on. */
import { encodeExactJson } from "../codecs/encode-json.ts";
import type { Carrier, EvalContext } from "../record.ts";
import type { Document, Value } from "../values/types.ts";

/** A record that holds a document and metadata and nothing else. */
export class TestRecord implements Carrier {
  doc: Document;
  readonly meta: Document;

  constructor(doc: Document, meta: Document = {}) {
    this.doc = doc;
    this.meta = meta;
  }

  with(doc: Document): this {
    return new TestRecord(doc, this.meta) as this;
  }
}

/** Time stands still, chance is fixed. */
export const testContext: EvalContext = { now: () => 1_700_000_000_000, random: () => 0.25, objectId: () => "0".repeat(24) };

/** A value as text that tells types, field order and −0 apart. */
export function exact(value: Value): string {
  return value === undefined ? "missing" : encodeExactJson(value);
}
