import type { DefNode } from "../definition/index.ts";
import { meta, surroundings, type Variable } from "./ast.ts";
import { type Evaluate, generateExpression } from "./generate.ts";
import { optimise } from "./optimise.ts";
import { Parser, Scope } from "./parser.ts";
import { type Compiled, Problems } from "./problems.ts";

export interface CompileOptions {
  /** JSON pointer of what is compiled; the pointers of problems and errors begin with it. */
  pointer?: string;
  /** Names of variables (`$$name`) whose values are handed in at each evaluation. */
  variables?: readonly string[];
  /** Names of variables (`$$name`) whose values come with the context of each evaluation. */
  outer?: readonly string[];
}

/** An expression ready to be evaluated. */
export interface Expression {
  /** The value on a record; `undefined` for missing. Throws MqlError with the pointer of the part that failed. */
  readonly evaluate: Evaluate;
  /** It depends on nothing: every evaluation gives the same. */
  readonly constant: boolean;
  /** It reads the stream metadata. */
  readonly usesMeta: boolean;
  /** It depends on time or randomness. */
  readonly usesContext: boolean;
}

/** The variables of enclosing pipelines. */
export function outerVariables({ outer = [] }: CompileOptions): Variable[] {
  return outer.map((name) => ({ name, outer: true }));
}

/** Compiles an expression. Never throws: problems of the definition are given back, all of them. */
export function compileExpression(node: DefNode, options: CompileOptions = {}): Compiled<Expression> {
  const problems = new Problems();
  const outside = (options.variables ?? []).map((name): Variable => ({ name }));
  const tree = new Parser(problems).expression(
    node,
    options.pointer ?? "",
    Scope.outermost([...outerVariables(options), ...outside]),
  );
  return problems.result(() => {
    const optimised = optimise(tree);
    return {
      evaluate: generateExpression(optimised, outside),
      constant: optimised.needs.size === 0,
      usesMeta: optimised.needs.has(meta),
      usesContext: optimised.needs.has(surroundings),
    };
  });
}
