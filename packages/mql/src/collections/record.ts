import type { Carrier } from "../record.ts";
import type { Document } from "../values/types.ts";

/** A document outside a stream: it has no metadata. */
export class PlainRecord implements Carrier {
  doc: Document;
  readonly meta: Document = {};

  constructor(doc: Document) {
    this.doc = doc;
  }

  with(doc: Document): this {
    return new PlainRecord(doc) as this;
  }
}
