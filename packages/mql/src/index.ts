export * from "./codecs/index.ts";
export { type CompileOptions, compileExpression, type Expression } from "./compiler/expression.ts";
export { below, type Compiled, nearest, type Problem } from "./compiler/problems.ts";
export * from "./definition/index.ts";
export { MqlError } from "./errors.ts";
export type { Carrier, EvalContext } from "./record.ts";
export * from "./values/index.ts";
export type * from "./values/types.ts";
