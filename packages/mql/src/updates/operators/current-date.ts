import { Timestamp } from "../../values/classes.ts";
import { isDocument } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineUpdateOperator } from "../define.ts";

/** $currentDate: sets a field to the time of the update: a date (`true`, `{ $type: "date" }`) or a timestamp. */
export const currentDate = defineUpdateOperator({
  name: "$currentDate",
  parse: (node, { parser, pointer }) => {
    const given = parser.plain(node, pointer);
    const type: Value =
      typeof given === "boolean" ? "date" : isDocument(given) && Object.keys(given).length === 1 ? given.$type : undefined;
    if (type !== "date" && type !== "timestamp") {
      parser.problems.shape(pointer, '$currentDate takes true, { $type: "date" } or { $type: "timestamp" }.');
      return undefined;
    }
    return {
      creates: true,
      change: (_old, { context }) => {
        const now = context.now();
        return type === "date" ? new Date(now) : new Timestamp({ t: Math.floor(now / 1000), i: 1 });
      },
    };
  },
  docs: {
    syntax: '{ $currentDate: { path: true, … } } or { $currentDate: { path: { $type: "timestamp" or "date" }, … } }',
    summary: "Sets fields to the current time.",
    examples: [{ in: {}, update: { $currentDate: { a: true } }, out: { a: new Date(1_700_000_000_000) } }],
  },
});
