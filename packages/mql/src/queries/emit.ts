/** Code of a query: paths through documents and simple comparisons inline, arrays and the rest by the functions of `tree.ts`. */

import { root } from "../compiler/ast.ts";
import { type Atom, always, mayBe } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { emitPath, fieldOf, isObject, isSafeName } from "../compiler/paths.ts";
import { property } from "../compiler/program.ts";
import { functionBudget, planFunctions } from "../compiler/splitting.ts";
import { isDocument } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";
import { meets, type QueryNode, reaches, type Test } from "./tree.ts";

/** Source text of a condition: the document meets the query. */
export function emitQuery(e: Emitter, node: QueryNode): string {
  switch (node.kind) {
    case "and":
      return emitParts(e, node.parts, true);
    case "or":
      return emitParts(e, node.parts, false);
    case "not":
      return `!(${emitQuery(e, node.part)})`;
    case "field":
      return emitField(e, node.path, node.test);
    case "whole":
      return `${e.use(node.accepts)}(${e.document.js})`;
    case "expression":
      planFunctions(node.expression, e.program.outlined);
      return e.truth(e.value(node.expression));
  }
}

/** Parts are evaluated in order until one decides. Long lists are cut into functions. */
function emitParts(e: Emitter, parts: readonly QueryNode[], undecided: boolean): string {
  const groups = grouped(parts);
  if (groups.length > 1) {
    const outlined = groups.map(
      (group) => () =>
        e.outline(new Set([root]), (inner) =>
          inner.line(
            `return ${emitList(
              inner,
              group.map((part) => () => emitQuery(inner, part)),
              undecided,
            )};`,
          ),
        ),
    );
    return emitList(e, outlined, undecided);
  }
  return emitList(
    e,
    parts.map((part) => () => emitQuery(e, part)),
    undecided,
  );
}

/** Parts in groups of about the size of one function. */
function grouped(parts: readonly QueryNode[]): QueryNode[][] {
  const groups: QueryNode[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const partSize = sizeOf(part);
    if (size + partSize > functionBudget) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(part);
    size += partSize;
  }
  return groups;
}

/** Characters of source that the code of a query has, roughly; parts that get functions of their own count little. */
export function sizeOf(node: QueryNode): number {
  switch (node.kind) {
    case "field":
      return 300 + 300 * (node.path.length - 1);
    case "whole":
      return 40;
    case "not":
      return sizeOf(node.part);
    case "expression":
      return planFunctions(node.expression, new Set());
    default: {
      const size = node.parts.reduce((sum, part) => sum + sizeOf(part) + 40, 0);
      return size > functionBudget ? grouped(node.parts).length * 150 : size;
    }
  }
}

function emitList(e: Emitter, parts: readonly (() => string)[], undecided: boolean): string {
  const [first, ...rest] = parts;
  if (first === undefined) return String(undecided);
  if (rest.length === 0) return first();
  const result = e.declare(kinds.bool, first());
  for (const part of rest) {
    e.block(`if (${undecided ? "" : "!"}${result.js})`, () => e.line(`${result.js} = ${part()};`));
  }
  return result.js;
}

function emitField(e: Emitter, path: readonly string[], test: Test): string {
  const [name] = path;
  const value = emitPath(e, e.document, [name!]);
  if (path.length === 1) return emitTest(e, value, test);
  const result = e.declare(kinds.bool, "false");
  step(e, value, path, 1, test, result);
  return result.js;
}

function emitTest(e: Emitter, value: Atom, test: Test): string {
  const slow = `${e.use((any: Value) => meets(any, test))}(${value.js})`;
  return test.emit?.(e, value, slow) ?? slow;
}

/** Code for `path[index…]` below a value: inline as long as there are documents. */
function step(e: Emitter, value: Atom, path: readonly string[], index: number, test: Test, result: Atom): void {
  const name = path[index]!;
  const further = (read: string) => {
    const next = e.bind(read);
    if (index === path.length - 1) e.line(`${result.js} = ${emitTest(e, next, test)};`);
    else step(e, next, path, index + 1, test, result);
  };
  const bySlow = () => e.line(`${result.js} = ${e.use((any: Value) => reaches(any, path, index, test))}(${value.js});`);
  if (isSafeName(name)) {
    e.block(`if (${isObject(value)} && !Array.isArray(${value.js}))`, () => further(property(value.js, name)));
  } else {
    e.block(`if (${e.use(isDocument)}(${value.js}))`, () => further(fieldOf(e, value.js, name)));
  }
  e.block("else", bySlow);
}

/** Source text for a test of JS numbers; other values go the slow way. */
export function numberTest(value: Atom, test: string, slow: string): string {
  if (always(value, kinds.number)) return test;
  return mayBe(value, kinds.number) ? `(typeof ${value.js} === "number" ? ${test} : ${slow})` : slow;
}
