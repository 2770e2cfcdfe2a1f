import type { Emitter } from "../compiler/emitter.ts";
import { fieldOf } from "../compiler/paths.ts";
import { quote } from "../compiler/program.ts";
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
      const names = [...tree.keys()];
      if (names.length <= mostNames) {
        // A document with none of the fields stays what it is.
        const present = names.map((name) => `${fieldOf(e, "d", name)} !== undefined`);
        e.block(`if (${present.join(" || ")})`, () => e.line(copyWithout(e, tree)));
      } else {
        e.line(`d = ${e.use(omitFields)}(d, ${e.use(tree)});`);
        flow.owned = true;
      }
      e.forget((field) => !tree.has(field));
    },
  };
}

/** Statements that leave the fields out; those of the top level by destructuring, which copies the rest at once. */
function copyWithout(e: Emitter, tree: FieldTree): string {
  if ([...tree.values()].some(({ kind }) => kind !== "omit")) return `d = ${e.use(omitFields)}(d, ${e.use(tree)});`;
  const names = [...tree.keys()].map((name) => `${quote(name)}: ${e.program.name("x")}`);
  return `const { ${names.join(", ")}, ...rest } = d; d = rest;`;
}
