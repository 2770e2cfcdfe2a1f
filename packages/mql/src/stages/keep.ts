import type { ExpressionNode } from "../compiler/ast.ts";
import type { Atom } from "../compiler/atom.ts";
import { mayBe } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { fieldOf } from "../compiler/paths.ts";
import { quote } from "../compiler/program.ts";
import { isDocument } from "../values/type-of.ts";
import { assignment } from "./code.ts";
import { readMeta, type SingleStage } from "./define.ts";
import { expressionsOf, type FieldTree } from "./field-tree.ts";
import { keepBelow, keepFields, setBelow, setFields, setPlan } from "./nested.ts";

/** More fields than this are kept and computed by loops over tables. */
const mostFields = 40;

/** A `$project` that keeps fields, in the document's order, and then sets computed ones in the order of the stage. */
export function inclusion(tree: FieldTree): SingleStage {
  const expressions = expressionsOf(tree);
  return {
    kind: "single",
    filters: false,
    size: 300 + 150 * Math.min(tree.size, mostFields),
    expressions,
    usesMeta: readMeta(expressions),
    emit: (flow) => {
      const { e } = flow;
      if (tree.size > mostFields) emitByTable(e, tree, expressions);
      else emitInline(e, tree, e.values(expressions));
      flow.owned = true;
    },
  };
}

function emitByTable(e: Emitter, tree: FieldTree, expressions: readonly ExpressionNode[]): void {
  const values = e.bind(e.valueList(expressions));
  const kept = `${e.use(keepFields)}(d, ${e.use(tree)})`;
  e.line(`d = ${e.use(setFields)}(${kept}, ${e.use(setPlan(tree))}, ${values.js});`);
  e.forget();
}

function emitInline(e: Emitter, tree: FieldTree, values: readonly Atom[]): void {
  const result = e.bind("{}", kinds.document, true).js;
  const name = e.program.name("n");
  e.block(`for (const ${name} in d)`, () => {
    e.block(`switch (${name})`, () => {
      for (const [field, rule] of tree) {
        if (rule.kind === "compute") continue;
        e.line(`case ${quote(field)}: {`);
        if (rule.kind === "below") emitKeepBelow(e, result, field, rule.fields);
        else e.line(assignment(e, result, field, fieldOf(e, "d", field)));
        e.line("break; }");
      }
    });
  });
  const plan = setPlan(tree);
  const computed = plan.some(({ fields }) => fields !== undefined)
    ? e.bind(`[${values.map((value) => value.js).join(", ")}]`)
    : undefined;
  for (const { name: field, value, fields } of plan) {
    if (fields !== undefined) {
      e.line(assignment(e, result, field, `${e.use(setBelow)}(${fieldOf(e, result, field)}, ${e.use(fields)}, ${computed!.js})`));
    } else {
      const unsure = mayBe(values[value]!, kinds.missing) ? `if (${values[value]!.js} !== undefined) ` : "";
      e.line(unsure + assignment(e, result, field, values[value]!.js));
    }
  }
  e.line(`d = ${result};`);
  e.forget((field) => tree.get(field)?.kind === "keep");
  for (const { name: field, value, fields } of plan) if (fields === undefined) e.know(field, values[value]!);
}

/** Keeps a part of a field. A single field of a document is read at once. */
function emitKeepBelow(e: Emitter, result: string, field: string, fields: FieldTree): void {
  const value = e.bind(fieldOf(e, "d", field));
  const [only, ...others] = fields;
  const byTable = `${e.use(keepBelow)}(${value.js}, ${e.use(fields)})`;
  const kept = e.declare();
  if (only !== undefined && others.length === 0 && only[1].kind === "keep") {
    e.block(`if (${e.use(isDocument)}(${value.js}))`, () => {
      const part = e.bind(fieldOf(e, value.js, only[0]));
      const key = only[0] === "__proto__" ? `["__proto__"]` : quote(only[0]);
      e.line(`${kept.js} = ${part.js} === undefined ? {} : { ${key}: ${part.js} };`);
    });
    e.line(`else ${kept.js} = ${byTable};`);
  } else {
    e.line(`${kept.js} = ${byTable};`);
  }
  e.line(`if (${kept.js} !== undefined) ${assignment(e, result, field, kept.js)}`);
}
