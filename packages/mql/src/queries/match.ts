import { root } from "../compiler/ast.ts";
import { atom } from "../compiler/atom.ts";
import { Emitter } from "../compiler/emitter.ts";
import { type CompileOptions, outerVariables } from "../compiler/expression.ts";
import { kinds } from "../compiler/kinds.ts";
import { Parser, Scope } from "../compiler/parser.ts";
import { type Compiled, Problems } from "../compiler/problems.ts";
import { Program } from "../compiler/program.ts";
import type { DefNode } from "../definition/index.ts";
import type { Carrier, EvalContext } from "../record.ts";
import { emitQuery } from "./emit.ts";
import { QueryParser } from "./parser.ts";

/** Whether a record meets a query. Throws MqlError where an `$expr` fails. */
export type Match = (record: Carrier, context: EvalContext) => boolean;

/** Compiles a query such as `{ a: { $gt: 5 } }`. Never throws: problems of the definition are given back, all of them. */
export function compileMatch(node: DefNode, options: CompileOptions = {}): Compiled<Match> {
  const problems = new Problems();
  const query = new QueryParser(new Parser(problems), Scope.outermost(outerVariables(options))).query(
    node,
    options.pointer ?? "",
  );
  return problems.result(() => {
    const program = new Program();
    const e = new Emitter(program, [[root, atom("d", kinds.document)]]);
    e.line(`return ${emitQuery(e, query)};`);
    program.add(`function match(r, c) {\nconst d = r.doc;\n${e.body()}\n}`);
    return program.link<Match>("match");
  });
}
