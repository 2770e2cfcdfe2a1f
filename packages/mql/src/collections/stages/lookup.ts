import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { setOwn } from "../../values/names.ts";
import { isDocument } from "../../values/type-of.ts";
import type { Document } from "../../values/types.ts";
import { defineArrayStage, type StagePlace, type Transform } from "../define.ts";
import { FieldIndex } from "../join.ts";
import { valuesAt, withValueAt } from "../paths.ts";
import { type Evaluate, readExpression, readText } from "../read.ts";

const fields = {
  from: "optional",
  localField: "optional",
  foreignField: "optional",
  let: "optional",
  pipeline: "optional",
  as: "required",
} as const;

/** `$lookup`: an array of the documents of a collection that belong to each document: by equal fields, by a pipeline, or both. */
export const lookup = defineArrayStage({
  name: "$lookup",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$lookup", fields, node, pointer);
    const [from, localField, foreignField, as] = ["from", "localField", "foreignField", "as"].map((name) =>
      readText(name, given, place),
    );
    const variables = readVariables(given?.get("let"), place);
    const pipeline = given?.get("pipeline");
    const transform: Transform =
      pipeline === undefined
        ? (input) => input
        : place.pipeline(
            pipeline,
            below(pointer, "pipeline"),
            variables.map(([name]) => name),
          );
    if (given !== undefined) {
      if ((localField === undefined) !== (foreignField === undefined)) {
        parser.problems.shape(pointer, "$lookup needs 'localField' and 'foreignField' together.");
      }
      if (localField === undefined && pipeline === undefined) {
        parser.problems.shape(pointer, "$lookup needs 'localField' and 'foreignField', or a 'pipeline'.");
      }
      if (from === undefined && pipeline === undefined) parser.problems.shape(pointer, "$lookup lacks the field 'from'.");
    }
    return (input, host) => {
      const foreign = from === undefined ? [] : [...host.collections.documents(from)];
      const index = foreignField === undefined ? undefined : new FieldIndex(foreign, foreignField);
      return input.map((document) => {
        const found = index === undefined ? foreign : index.find(localValues(document, localField!));
        const values: Document = { ...host.context.variables };
        for (const [name, evaluate] of variables) setOwn(values, name, evaluate(document, host));
        const context = Object.assign(Object.create(host.context), { variables: values });
        return withValueAt(document, as!, [...transform(found, { ...host, context })]);
      });
    };
  },
  docs: {
    syntax:
      "{ $lookup: { from?: collection, localField?: path, foreignField?: path, let?: variables, pipeline?: pipeline, as: field } }",
    summary: "Joins documents of a collection.",
    examples: [
      {
        in: [{ item: "a" }, { item: "b" }],
        collections: { stock: [{ sku: "a", n: 5 }] },
        stage: { $lookup: { from: "stock", localField: "item", foreignField: "sku", as: "stock" } },
        out: [
          { item: "a", stock: [{ sku: "a", n: 5 }] },
          { item: "b", stock: [] },
        ],
      },
      {
        in: [{ min: 3 }],
        collections: { stock: [{ n: 5 }, { n: 1 }] },
        stage: {
          $lookup: {
            from: "stock",
            let: { m: "$min" },
            pipeline: [{ $match: { $expr: { $gte: ["$n", "$$m"] } } }],
            as: "enough",
          },
        },
        out: [{ min: 3, enough: [{ n: 5 }] }],
      },
    ],
  },
});

/** What the local field is compared by: the items of an array one by one. */
function localValues(document: Document, field: string) {
  const values = valuesAt(document, field);
  const items = values.filter((value) => !Array.isArray(value));
  return values.length === 0 ? [null] : items;
}

function readVariables(node: DefNode | undefined, place: StagePlace): [string, Evaluate][] {
  if (node === undefined) return [];
  const at = below(place.pointer, "let");
  if (node.kind !== "object" || !isDocument(place.parser.plain(node, at))) {
    place.parser.problems.shape(at, "The field 'let' must be an object of variables and expressions.");
    return [];
  }
  return node.entries.map(({ key, value }) => {
    place.parser.variableName(key, below(at, key));
    return [key, readExpression(value, below(at, key), place)];
  });
}
