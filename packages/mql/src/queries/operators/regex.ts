import { below } from "../../compiler/problems.ts";
import { BSONRegExp } from "../../values/classes.ts";
import { defineFieldOperator } from "../define.ts";
import { everything, field } from "../tree.ts";
import { regexTest } from "./regex-test.ts";

/**
 * $regex: strings that match a regular expression, with options in `$options` (i, m, s, u, x).
 *
 * Patterns with look-around or back-references have no linear-time fallback: a malicious text can make them slow.
 */
export const regex = defineFieldOperator({
  name: "$regex",
  parse: (parser, node, pointer, path, beside) => {
    const given = parser.value(node, pointer);
    const optionsNode = beside.get("$options");
    const options = optionsNode && parser.value(optionsNode, below(pointer.slice(0, pointer.lastIndexOf("/")), "$options"));
    if (typeof given !== "string" && !(given instanceof BSONRegExp)) {
      parser.problems.shape(pointer, "$regex takes a string or a regular expression.");
      return everything;
    }
    if (options !== undefined && typeof options !== "string") {
      parser.problems.shape(pointer, "$options takes a string.");
      return everything;
    }
    if (given instanceof BSONRegExp && given.options !== "" && options !== undefined && options !== "") {
      parser.problems.illegal(pointer, "Options are set both in $regex and in $options.");
    }
    const pattern = typeof given === "string" ? given : given.pattern;
    const chosen = options || (typeof given === "string" ? "" : given.options);
    return field(path, regexTest(pattern, [...new Set(chosen)].sort().join(""), parser.problems, pointer));
  },
  docs: {
    syntax: "{ field: { $regex: pattern, $options?: options } } or { field: regularExpression }",
    summary: "Selects documents with a string that matches a regular expression.",
    examples: [
      { in: { a: "abc123" }, query: { a: { $regex: "^abc" } }, out: true },
      { in: { a: "ABC" }, query: { a: { $regex: "^abc", $options: "i" } }, out: true },
      { in: { a: ["x", "abc"] }, query: { a: new BSONRegExp("b.$") }, out: true },
      { in: { a: 5 }, query: { a: { $regex: "5" } }, out: false },
      { in: { a: "line\n" }, query: { a: { $regex: "e$" } }, out: true },
    ],
  },
});

/** $options: the options of the `$regex` beside it. */
export const options = defineFieldOperator({
  name: "$options",
  parse: (parser, _node, pointer, _path, beside) => {
    if (!beside.has("$regex")) parser.problems.shape(pointer, "$options needs a $regex beside it.");
    return everything;
  },
  docs: {
    syntax: "{ field: { $regex: pattern, $options: options } }",
    summary: "The options of the $regex beside it.",
    examples: [{ in: { a: "ABC" }, query: { a: { $options: "i", $regex: "abc" } }, out: true }],
  },
});
