/** Code that several stages share. */
import { childrenOf, type ExpressionNode, root } from "../compiler/ast.ts";
import { type Atom, mayBe } from "../compiler/atom.ts";
import { copyOf, without } from "../compiler/documents.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { fieldOf } from "../compiler/paths.ts";
import { property, quote } from "../compiler/program.ts";
import { setOwn } from "../values/names.ts";
import type { Flow } from "./define.ts";

/** Whether a value of the expression may be the document itself (`$$ROOT`), or hold it. */
function takesDocument(node: ExpressionNode): boolean {
  if (node.kind === "path") return node.variable === root && node.names.length === 0;
  return childrenOf(node).some(takesDocument);
}

/** Makes sure that only this run refers to the top level of the document, which may then be changed. */
export function takeOwnership(flow: Flow, expressions: readonly ExpressionNode[]): void {
  if (flow.owned && !expressions.some(takesDocument)) return;
  flow.e.line(`d = ${flow.e.use(copyOf)}(d);`);
  flow.owned = true;
}

/** Statement that sets a field. */
export function assignment(e: Emitter, document: string, name: string, value: string): string {
  if (name === "__proto__") return `${e.use(setOwn)}(${document}, "__proto__", ${value});`;
  return `${property(document, name)} = ${value};`;
}

/** Sets a field of the document, or takes it away where the value is missing. */
export function emitSet(e: Emitter, name: string, value: Atom): void {
  const set = assignment(e, "d", name, value.js);
  if (!mayBe(value, kinds.missing)) {
    e.line(set);
  } else {
    e.line(`if (${value.js} !== undefined) ${set}`);
    e.line(`else if (${fieldOf(e, "d", name)} !== undefined) d = ${e.use(without)}(d, ${quote(name)});`);
  }
}
