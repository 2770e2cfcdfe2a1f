import { MqlError } from "../../errors.ts";
import { isDocument, typeOf } from "../../values/type-of.ts";
import { defineArrayStage } from "../define.ts";
import { readExpression } from "../read.ts";

/** `$documents`: the documents of an expression; the first stage of a pipeline that reads no collection. */
export const documents = defineArrayStage({
  name: "$documents",
  parse: (node, place) => {
    if (place.index > 0) place.parser.problems.shape(place.pointer, "$documents must be the first stage of a pipeline.");
    const evaluate = readExpression(node, place.pointer, place);
    return (_input, host) => {
      const items = evaluate({}, host);
      if (!Array.isArray(items)) throw new MqlError(5858203, `$documents takes an array of documents, not ${typeOf(items)}`);
      return items.map((item) => {
        if (isDocument(item)) return item;
        throw new MqlError(40228, `$documents takes an array of documents, but an item is of type ${typeOf(item)}`);
      });
    };
  },
  docs: {
    syntax: "{ $documents: expression }",
    summary: "Gives documents from an expression.",
    examples: [{ in: [], stage: { $documents: [{ a: 1 }, { a: { $add: [1, 1] } }] }, out: [{ a: 1 }, { a: 2 }] }],
  },
});
