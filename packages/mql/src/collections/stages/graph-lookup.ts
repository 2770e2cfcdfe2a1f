import { below } from "../../compiler/problems.ts";
import { canonicalKey } from "../../values/canonical-key.ts";
import { makeLong } from "../../values/numbers.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineArrayStage } from "../define.ts";
import { FieldIndex } from "../join.ts";
import { valuesAt, withValueAt } from "../paths.ts";
import { readCount, readField, readMatch, readText } from "../read.ts";

const fields = {
  from: "required",
  startWith: "required",
  connectFromField: "required",
  connectToField: "required",
  as: "required",
  maxDepth: "optional",
  depthField: "optional",
  restrictSearchWithMatch: "optional",
} as const;

/** `$graphLookup`: the documents of a collection that can be reached from each document, step by step. */
export const graphLookup = defineArrayStage({
  name: "$graphLookup",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$graphLookup", fields, node, pointer);
    const text = (name: string) => readText(name, given, place);
    const [from, connectFrom, connectTo, as, depthField] = ["from", "connectFromField", "connectToField", "as", "depthField"].map(
      text,
    );
    const startWith = readField("startWith", given, place);
    const maxDepth = given?.has("maxDepth")
      ? readCount(given.get("maxDepth"), 0, below(pointer, "maxDepth"), place, "The field 'maxDepth'")
      : Number.POSITIVE_INFINITY;
    const restriction = given?.get("restrictSearchWithMatch");
    const meets =
      restriction === undefined ? () => true : readMatch(restriction, below(pointer, "restrictSearchWithMatch"), place);
    return (input, host) => {
      const candidates = [...host.collections.documents(from!)].filter((document) => meets(document, host));
      const index = new FieldIndex(candidates, connectTo!);
      return input.map((document) => {
        const start = startWith(document, host);
        const found = new Map<Document, number>();
        const asked = new Set<string | number>();
        let values: Value[] = Array.isArray(start) ? [...start] : [start];
        for (let depth = 0; depth <= maxDepth && values.length > 0; depth++) {
          const fresh = values.filter((value) => value !== undefined && !asked.has(canonicalKey(value)));
          for (const value of fresh) asked.add(canonicalKey(value));
          const reached = index.find(fresh).filter((one) => !found.has(one));
          for (const one of reached) found.set(one, depth);
          values = reached.flatMap((one) => valuesAt(one, connectFrom!).filter((value) => !Array.isArray(value)));
        }
        const results = [...found].map(([one, depth]) =>
          depthField === undefined ? one : withValueAt(one, depthField, makeLong(BigInt(depth))),
        );
        return withValueAt(document, as!, results);
      });
    };
  },
  docs: {
    syntax:
      "{ $graphLookup: { from: collection, startWith: expression, connectFromField: path, connectToField: path, as: field, maxDepth?: number, depthField?: field, restrictSearchWithMatch?: query } }",
    summary: "Follows links between documents of a collection.",
    examples: [
      {
        in: [{ name: "a", boss: "b" }],
        collections: { staff: [{ name: "b", boss: "c" }, { name: "c" }, { name: "d" }] },
        stage: {
          $graphLookup: { from: "staff", startWith: "$boss", connectFromField: "boss", connectToField: "name", as: "above" },
        },
        out: [{ name: "a", boss: "b", above: [{ name: "b", boss: "c" }, { name: "c" }] }],
      },
    ],
  },
});
