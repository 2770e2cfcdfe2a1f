import { below } from "../../compiler/problems.ts";
import { defineArrayStage, type Transform } from "../define.ts";
import { readText } from "../read.ts";

/** `$unionWith`: the documents, and behind them those of a collection or of a pipeline over it. */
export const unionWith = defineArrayStage({
  name: "$unionWith",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const name = node.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
    const given =
      name === undefined ? parser.named("$unionWith", { coll: "optional", pipeline: "optional" }, node, pointer) : undefined;
    const collection = name ?? readText("coll", given, place);
    const pipeline = given?.get("pipeline");
    const transform: Transform = pipeline === undefined ? (input) => input : place.pipeline(pipeline, below(pointer, "pipeline"));
    if (name === undefined && given !== undefined && collection === undefined && pipeline === undefined) {
      parser.problems.shape(pointer, "$unionWith needs 'coll', or a 'pipeline' that starts with $documents.");
    }
    return (input, host) => {
      const others = collection === undefined ? [] : [...host.collections.documents(collection)];
      return [...input, ...transform(others, host)];
    };
  },
  docs: {
    syntax: "{ $unionWith: collection } or { $unionWith: { coll?: collection, pipeline?: pipeline } }",
    summary: "Adds the documents of a collection.",
    examples: [
      { in: [{ a: 1 }], collections: { more: [{ a: 2 }] }, stage: { $unionWith: "more" }, out: [{ a: 1 }, { a: 2 }] },
      {
        in: [{ a: 1 }],
        stage: { $unionWith: { pipeline: [{ $documents: [{ a: 3 }] }] } },
        out: [{ a: 1 }, { a: 3 }],
      },
    ],
  },
});
