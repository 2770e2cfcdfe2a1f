import { fieldOf } from "../compiler/paths.ts";
import type { SingleStage } from "./define.ts";
import type { FieldTree } from "./field-tree.ts";
import { omitFields } from "./nested.ts";

/** Names that are looked for one by one before anything is copied. */
const mostNames = 12;

/** A stage that leaves fields out: `$unset`, and `$project` of exclusions. */
export function omission(tree: FieldTree): SingleStage {
  return {
    kind: "single",
    filters: false,
    size: 200,
    expressions: [],
    usesMeta: false,
    emit: (flow) => {
      const { e } = flow;
      const without = `d = ${e.use(omitFields)}(d, ${e.use(tree)});`;
      if (tree.size <= mostNames) {
        // A document with none of the fields stays what it is.
        const present = [...tree.keys()].map((name) => `${fieldOf(e, "d", name)} !== undefined`);
        e.line(`if (${present.join(" || ")}) ${without}`);
      } else {
        e.line(without);
        flow.owned = true;
      }
      e.forget((field) => !tree.has(field));
    },
  };
}
