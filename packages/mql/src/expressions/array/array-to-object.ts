import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { getOwn, setOwn } from "../../values/names.ts";
import { isDocument, isNullish, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $arrayToObject: a document of `{k, v}` documents or `[k, v]` pairs; of equal names the last one counts. */
export const arrayToObject = defineExpression({
  name: "$arrayToObject",
  arity: 1,
  evaluate: toObject,
  kinds: kinds.document | kinds.null,
  fresh: true,
  docs: {
    summary: "Makes a document of an array of names and values.",
    examples: [
      {
        in: {
          a: [
            { k: "x", v: 1 },
            { k: "y", v: 2 },
          ],
        },
        expr: { $arrayToObject: "$a" },
        out: { x: 1, y: 2 },
      },
      {
        in: {
          a: [
            ["x", 1],
            ["y", 2],
          ],
        },
        expr: { $arrayToObject: "$a" },
        out: { x: 1, y: 2 },
      },
      { in: {}, expr: { $arrayToObject: "$a" }, out: null },
      { in: { a: 5 }, expr: { $arrayToObject: "$a" }, error: 40386 },
      { in: { a: [{ k: "x" }] }, expr: { $arrayToObject: "$a" }, error: 40392 },
      { in: { a: [["x"]] }, expr: { $arrayToObject: "$a" }, error: 40397 },
      { in: { a: [5] }, expr: { $arrayToObject: "$a" }, error: 40398 },
    ],
  },
});

function toObject(array: Value): Document | null {
  if (isNullish(array)) return null;
  if (!Array.isArray(array)) throw new MqlError(40386, `$arrayToObject requires an array input, found: ${typeOf(array)}`);
  const made: Document = {};
  const byPair = Array.isArray(array[0]);
  for (const item of array) {
    const [name, value] = byPair ? pairOf(item) : fieldOf(item);
    if (name.includes("\0")) throw new MqlError(4940400, "$arrayToObject: a field name must not contain a NUL byte");
    setOwn(made, name, value);
  }
  return made;
}

function pairOf(item: Value): [string, Value] {
  if (!Array.isArray(item)) throw new MqlError(40396, `$arrayToObject requires only pairs after a pair, found: ${typeOf(item)}`);
  if (item.length !== 2)
    throw new MqlError(40397, `$arrayToObject requires an array of size 2 arrays, found one of size ${item.length}`);
  const [name, value] = item;
  if (typeof name !== "string")
    throw new MqlError(40395, `$arrayToObject requires the key of a pair to be a string, found: ${typeOf(name)}`);
  return [name, value];
}

function fieldOf(item: Value): [string, Value] {
  if (!isDocument(item)) throw new MqlError(40398, `$arrayToObject requires documents or pairs as items, found: ${typeOf(item)}`);
  const name = getOwn(item, "k");
  const value = getOwn(item, "v");
  if (Object.keys(item).length !== 2 || name === undefined || value === undefined) {
    throw new MqlError(40392, "$arrayToObject requires documents with exactly the fields 'k' and 'v'");
  }
  if (typeof name !== "string")
    throw new MqlError(40394, `$arrayToObject requires the field 'k' to be a string, found: ${typeOf(name)}`);
  return [name, value];
}
