/** The fields that `$addFields` and `$project` name, as a tree. */
import type { ExpressionNode } from "../compiler/ast.ts";
import type { Problems } from "../compiler/problems.ts";

/** What happens to a field: it is kept, left out, computed, or something happens below it. */
export type FieldRule =
  | { readonly kind: "keep" | "omit" }
  | { readonly kind: "compute"; readonly expression: ExpressionNode }
  | { readonly kind: "below"; readonly fields: FieldTree };

/** In the order in which the names were first given. */
export type FieldTree = Map<string, FieldRule>;

/** Puts a rule at a path. A path that is part of another one, or is given twice, is a problem. */
export function place(tree: FieldTree, names: readonly string[], rule: FieldRule, problems: Problems, pointer: string): void {
  const fields = fieldsBelow(tree, names.slice(0, -1));
  const last = names.at(-1)!;
  if (fields === undefined || fields.has(last)) {
    problems.illegal(pointer, `The path '${names.join(".")}' is given twice, or is part of another path of this stage.`);
  } else {
    fields.set(last, rule);
  }
}

/** The fields below a path, made where there are none; `undefined` if something else happens to a field on the way. */
function fieldsBelow(tree: FieldTree, names: readonly string[]): FieldTree | undefined {
  let fields = tree;
  for (const name of names) {
    const rule = fields.get(name) ?? { kind: "below", fields: new Map() };
    if (rule.kind !== "below") return undefined;
    fields.set(name, rule);
    fields = rule.fields;
  }
  return fields;
}

/** All expressions of a tree, in order. */
export function expressionsOf(tree: FieldTree): ExpressionNode[] {
  return [...tree.values()].flatMap((rule) =>
    rule.kind === "compute" ? [rule.expression] : rule.kind === "below" ? expressionsOf(rule.fields) : [],
  );
}
