/** JSON bytes → $match, $project, $addFields → JSON bytes: the compiled stages with both codecs, against hand-written JavaScript and against mingo. */
import { isDeepStrictEqual } from "node:util";
import {
  type Carrier,
  compileRun,
  type DefNode,
  type Document,
  decodeJsonBytes,
  definitionOf,
  makeJsonEncoder,
} from "@millrace/mql";
import { Aggregator } from "mingo";
import { ORDER_STAGES, orders } from "../data/orders.ts";
import { ordersByHand } from "../data/orders-by-hand.ts";
import { compete, type Result } from "../harness.ts";

class Line implements Carrier {
  doc: Document;
  readonly meta = {};

  constructor(doc: Document) {
    this.doc = doc;
  }

  with(doc: Document): this {
    return new Line(doc) as this;
  }
}

const context = { now: Date.now, random: Math.random, objectId: () => "0".repeat(24) };

export default async function stages(): Promise<Result[]> {
  const lines = orders(20_000);
  const compiled = compileRun(ORDER_STAGES.map((stage) => definitionOf(stage as Document) as DefNode));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const run = compiled.value;
  const encode = makeJsonEncoder({ format: "relaxed" });
  const host = {
    context,
    fail: (_stage: number, _record: Carrier, _doc: Document, error: Error) => {
      throw error;
    },
  };

  const ours = () => {
    let text = "";
    for (let from = 0; from < lines.length; from += 1000) {
      const input: Carrier[] = [];
      for (let i = from; i < from + 1000 && i < lines.length; i++) input.push(new Line(decodeJsonBytes(lines[i]!) as Document));
      const out: Carrier[] = [];
      run.process(input, 0, out, 1000, host);
      for (const { doc } of out) text += `${encode(doc)}\n`;
    }
    return Buffer.from(text);
  };

  // mingo knows neither 5.0 nor 19-digit numbers: it gets documents without them, and so do we when the two are compared.
  const plain = lines.filter((line) => !/\d{16}|\.0[,}]|\$date/.test(line.toString()));
  const aggregator = new Aggregator(ORDER_STAGES);
  const mingo = () => {
    const documents = plain.map((line) => JSON.parse(line.toString()));
    let text = "";
    for (const doc of aggregator.run<Document>(documents)) text += `${JSON.stringify(doc)}\n`;
    return Buffer.from(text);
  };
  const oursOnPlain = () => {
    let text = "";
    for (let from = 0; from < plain.length; from += 1000) {
      const input = plain.slice(from, from + 1000).map((line): Carrier => new Line(decodeJsonBytes(line) as Document));
      const out: Carrier[] = [];
      run.process(input, 0, out, 1000, host);
      for (const { doc } of out) text += `${encode(doc)}\n`;
    }
    return Buffer.from(text);
  };

  return [
    await compete({ name: "stages", against: "hand-written JavaScript", target: 1.2, ours, other: () => ordersByHand(lines) }),
    // mingo orders fields by the specification instead of the document, and prints integral doubles without their type: values are compared.
    await compete({
      name: "stages-mingo",
      against: "mingo",
      target: 0.17,
      ours: oursOnPlain,
      other: mingo,
      same: sameValues,
      rounds: 9,
    }),
  ];
}

function sameValues(a: unknown, b: unknown): boolean {
  const [x, y] = [a, b].map((bytes) =>
    (bytes as Buffer)
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  );
  return isDeepStrictEqual(x, y);
}
