import { below } from "../../compiler/problems.ts";
import { defineArrayStage } from "../define.ts";
import { readCount } from "../read.ts";

/** `$sample`: so many documents at random, each at most once. */
export const sample = defineArrayStage({
  name: "$sample",
  parse: (node, place) => {
    const given = place.parser.named("$sample", { size: "required" }, node, place.pointer);
    const size = given?.has("size")
      ? readCount(given.get("size"), 1, below(place.pointer, "size"), place, "The field 'size'")
      : 1;
    return (input, { context }) => {
      const rest = [...input];
      const count = Math.min(size, rest.length);
      for (let index = 0; index < count; index++) {
        const chosen = index + Math.floor(context.random() * (rest.length - index));
        [rest[index], rest[chosen]] = [rest[chosen]!, rest[index]!];
      }
      return rest.slice(0, count);
    };
  },
  docs: {
    syntax: "{ $sample: { size: number } }",
    summary: "Chooses documents at random.",
    examples: [{ in: [{ a: 1 }], stage: { $sample: { size: 3 } }, out: [{ a: 1 }] }],
  },
});
