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
import { context, Line } from "../carrier.ts";
import { ORDER_STAGES, orders, plainOrders } from "../data/orders.ts";
import { ordersByHand } from "../data/orders-by-hand.ts";
import { compete, type Result } from "../harness.ts";

const COUNT = 20_000;
/** Documents of a batch, as in the engine. */
const BATCH = 1_000;

export default async function stages(): Promise<Result[]> {
  const lines = orders(COUNT);
  const plain = plainOrders(COUNT);
  const ours = compiledStages();
  return [
    await compete({
      name: "stages",
      against: "hand-written JavaScript",
      target: 1.2,
      ours: { run: () => ours(lines) },
      other: { run: () => ordersByHand(lines) },
    }),
    // mingo orders fields by the specification instead of the document, and prints integral doubles without their type: values are compared.
    await compete({
      name: "stages-mingo",
      against: "mingo",
      target: 0.17,
      ours: { run: () => ours(plain) },
      other: { run: () => withMingo(plain) },
      same: sameValues,
    }),
  ];
}

/** A function from JSON lines to JSON lines. */
function compiledStages(): (lines: readonly Buffer[]) => Buffer {
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
  return (lines) => {
    let text = "";
    for (let from = 0; from < lines.length; from += BATCH) {
      const input: Carrier[] = [];
      for (let i = from; i < from + BATCH && i < lines.length; i++) input.push(new Line(decodeJsonBytes(lines[i]!) as Document));
      const out: Carrier[] = [];
      run.process(input, 0, out, BATCH, host);
      for (const { doc } of out) text += `${encode(doc)}\n`;
    }
    return Buffer.from(text);
  };
}

const aggregator = new Aggregator(ORDER_STAGES);

function withMingo(lines: readonly Buffer[]): Buffer {
  const documents = lines.map((line) => JSON.parse(line.toString()));
  let text = "";
  for (const doc of aggregator.run<Document>(documents)) text += `${JSON.stringify(doc)}\n`;
  return Buffer.from(text);
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
