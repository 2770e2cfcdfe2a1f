import { below } from "../../compiler/problems.ts";
import { setOwn } from "../../values/names.ts";
import type { Document } from "../../values/types.ts";
import { defineArrayStage } from "../define.ts";

/** Stages that need more than the documents that come in. */
const refused = [
  "$collStats",
  "$facet",
  "$geoNear",
  "$indexStats",
  "$out",
  "$merge",
  "$planCacheStats",
  "$search",
  "$vectorSearch",
  "$documents",
];

/** `$facet`: one document with the results of several pipelines over the same documents. */
export const facet = defineArrayStage({
  name: "$facet",
  parse: (node, place) => {
    const { parser, pointer } = place;
    if (node.kind !== "object" || node.entries.length === 0) {
      parser.problems.shape(pointer, "$facet takes an object with at least one pipeline.");
      return (input) => input;
    }
    const facets = node.entries.map(({ key, value }) => {
      const at = below(pointer, key);
      if (key.startsWith("$") || key.includes(".") || key === "") {
        parser.problems.shape(
          at,
          `'${key}' is not a name for a facet: it must neither be empty, nor start with '$', nor contain a dot.`,
        );
      }
      const stages = value.kind === "array" ? value.items : [];
      for (const [index, stage] of stages.entries()) {
        const name = stage.kind === "object" ? stage.entries[0]?.key : undefined;
        if (name !== undefined && refused.includes(name)) {
          parser.problems.shape(below(below(at, index), name), `${name} is not allowed inside $facet.`);
        }
      }
      return [key, place.pipeline(value, at)] as const;
    });
    return (input, host) => {
      const result: Document = {};
      for (const [name, transform] of facets) setOwn(result, name, [...transform(input, host)]);
      return [result];
    };
  },
  docs: {
    syntax: "{ $facet: { field: pipeline, … } }",
    summary: "Runs several pipelines over the same documents.",
    examples: [
      {
        in: [{ a: 1 }, { a: 2 }],
        stage: { $facet: { n: [{ $count: "n" }], large: [{ $match: { a: { $gt: 1 } } }] } },
        out: [{ n: [{ n: 2 }], large: [{ a: 2 }] }],
      },
    ],
  },
});
