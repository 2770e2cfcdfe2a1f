export { definitionOf } from "./definition-of.ts";
export type { DefArray, DefEntry, DefNode, DefObject, DefScalar } from "./node.ts";
export { nodeAt } from "./node-at.ts";
export { parseDefinition } from "./parse.ts";
export { parseJson } from "./parse-json.ts";
export { DefinitionSyntaxError, lineColumn } from "./syntax-error.ts";
export { plainValue as valueOf, wrappedValue } from "./value-of.ts";
export { writeDefinition } from "./write.ts";
