import { literalNode, meta as metadata, pathNode } from "../../compiler/ast.ts";
import { nearest } from "../../compiler/problems.ts";
import { defineExpression } from "../define.ts";

/** $meta: the stream metadata of the record, or a part of it; missing where there is no such part (engine.md 2.4). */
export const meta = defineExpression({
  name: "$meta",
  parse: (parser, node, pointer) => {
    const text = node.kind === "scalar" && typeof node.value === "string" ? node.value : "";
    const [first = "", ...names] = text.split(".");
    if (first !== "stream" || names.includes("")) {
      const close = nearest(first, ["stream"]);
      parser.problems.shape(
        pointer,
        '$meta takes "stream" or a path below it, such as "stream.source.ts".',
        close && [close, ...names].join("."),
      );
      return literalNode(null, pointer);
    }
    return pathNode(metadata, names, pointer);
  },
  emit: (e) => e.constant(undefined),
  docs: {
    syntax: "{ $meta: path }",
    summary: "Gives the stream metadata of the document.",
    examples: [{ expr: { $meta: "stream.source.type" }, out: "generated" }, { expr: { $meta: "stream.window.start" } }],
  },
});
