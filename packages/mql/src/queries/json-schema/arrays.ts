/** Keywords about arrays. */
import { below } from "../../compiler/problems.ts";
import { canonicalKey } from "../../values/canonical-key.ts";
import type { Value } from "../../values/types.ts";
import { beside, readBoolean, readCount } from "./read.ts";
import { type Conforms, type Keyword, parseSchema } from "./schema.ts";

const ofArrays =
  (check: (array: readonly Value[]) => boolean): Conforms =>
  (value) =>
    !Array.isArray(value) || check(value);

export const arrayKeywords = {
  minItems: (node, place) => {
    const least = readCount(node, place);
    return ofArrays((array) => array.length >= least);
  },
  maxItems: (node, place) => {
    const most = readCount(node, place);
    return ofArrays((array) => array.length <= most);
  },
  uniqueItems: (node, place) =>
    readBoolean(node, place) ? ofArrays((array) => new Set(array.map(canonicalKey)).size === array.length) : undefined,
  /** One schema for all items, or a list: one for each place. */
  items: (node, { parser, pointer }) => {
    if (node.kind !== "array") {
      const conforms = parseSchema(parser, node, pointer);
      return ofArrays((array) => array.every((item) => conforms(item)));
    }
    const places = node.items.map((item, index) => parseSchema(parser, item, below(pointer, index)));
    return ofArrays((array) => places.every((conforms, index) => index >= array.length || conforms(array[index])));
  },
  /** What holds for items behind the list that `items` gives. */
  additionalItems: (node, { parser, pointer, ...place }) => {
    const items = beside("items", { parser, pointer, ...place });
    const listed = items?.kind === "array" ? items.items.length : undefined;
    if (node.kind === "scalar" && typeof node.value === "boolean") {
      return node.value || listed === undefined ? undefined : ofArrays((array) => array.length <= listed);
    }
    const conforms = parseSchema(parser, node, pointer);
    return listed === undefined ? undefined : ofArrays((array) => array.slice(listed).every((item) => conforms(item)));
  },
} satisfies Record<string, Keyword>;
