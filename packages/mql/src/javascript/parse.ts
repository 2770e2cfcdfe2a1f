/** Functions in definitions. */
import type { Parser } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { Code } from "../values/classes.ts";

/** The source text of a function, given as text or as Code. Reports what is neither. */
export function parseFunction(
  operator: string,
  field: string,
  node: DefNode | undefined,
  parser: Parser,
  pointer: string,
): string {
  if (node === undefined) return "";
  const value = parser.plain(node, below(pointer, field));
  const source = value instanceof Code ? String(value.code) : value;
  if (typeof source === "string") return source;
  parser.problems.shape(below(pointer, field), `The field '${field}' of ${operator} must be the text of a function.`);
  return "";
}

/** Reports a language other than JavaScript. */
export function checkLanguage(operator: string, node: DefNode | undefined, parser: Parser, pointer: string): void {
  if (node === undefined || parser.plain(node, below(pointer, "lang")) === "js") return;
  parser.problems.shape(below(pointer, "lang"), `The field 'lang' of ${operator} must be "js".`);
}
