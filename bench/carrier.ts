/** What compiled stages and expressions need around a document. */
import type { Carrier, Document, EvalContext } from "@millrace/mql";

export class Line implements Carrier {
  doc: Document;
  readonly meta = {};

  constructor(doc: Document) {
    this.doc = doc;
  }

  with(doc: Document): this {
    return new Line(doc) as this;
  }
}

export const context: EvalContext = { now: Date.now, random: Math.random, objectId: () => "0".repeat(24) };
