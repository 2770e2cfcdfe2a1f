/** Code shared by $regexFind, $regexFindAll and $regexMatch. */
import type { ExpressionNode } from "../../compiler/ast.ts";
import type { Parser } from "../../compiler/parser.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { translateRegex } from "../../queries/regex/translate.ts";
import { BSONRegExp } from "../../values/classes.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { pointCount, textOf } from "./text.ts";

export const regexFields = { input: "required", regex: "required", options: "optional" } as const;

/** Patterns that were compiled before, so that one is not compiled for each document. */
const known = new Map<string, RegExp>();
const mostKnown = 1000;

interface Search {
  readonly text: string;
  readonly regex: RegExp;
}

/** What to look for where; `undefined` if the text or the pattern is null or missing. Throws MqlError 51104 to 51111 for operands that are no such. */
export function searchOf(name: string, input: Value, pattern: Value, options: Value): Search | undefined {
  if (!isNullish(input)) textOf(name, "'input'", input, 51104);
  const regex = isNullish(pattern) ? undefined : regexOf(name, pattern, options);
  return isNullish(input) || regex === undefined ? undefined : { text: input as string, regex };
}

/** Reports a constant pattern that is not valid. */
export function checkRegex(operands: readonly (ExpressionNode | undefined)[], parser: Parser, pointer: string): void {
  const [, regex, options] = operands;
  if (regex?.kind !== "literal" || isNullish(regex.value) || (options !== undefined && options.kind !== "literal")) return;
  try {
    regexOf("", regex.value, options?.value);
  } catch (error) {
    parser.problems.shape(below(pointer, "regex"), (error as MqlError).message);
  }
}

function regexOf(name: string, pattern: Value, options: Value): RegExp {
  if (typeof pattern !== "string" && !(pattern instanceof BSONRegExp)) {
    throw new MqlError(51105, `${name} requires 'regex' to be a string or a regular expression, found: ${typeOf(pattern)}`);
  }
  const given = isNullish(options) ? "" : textOf(name, "'options'", options, 51106);
  const own = typeof pattern === "string" ? "" : pattern.options;
  if (own !== "" && given !== "") throw new MqlError(51107, `${name} found options both in 'regex' and in 'options'`);
  const source = typeof pattern === "string" ? pattern : pattern.pattern;
  const flags = own || given;
  const key = `${flags}/${source}`;
  const regex = known.get(key) ?? translated(source, flags);
  if (known.size >= mostKnown) known.clear();
  known.set(key, regex);
  return regex;
}

function translated(source: string, options: string): RegExp {
  if (source.includes("\0")) throw new MqlError(51109, "A regular expression must not contain a NUL byte");
  const unknown = /[^imsxu]/.test(options);
  const result = translateRegex(source, options);
  if (!result.ok) throw new MqlError(unknown ? 51108 : 51111, result.message);
  return new RegExp(result.regex, `${result.regex.flags}g`);
}

/** What $regexFind tells of a match; the index is counted in code points, groups that took no part are null. */
export function matchDocument(text: string, match: RegExpExecArray): Document {
  return {
    match: match[0],
    idx: pointCount(text.slice(0, match.index)),
    captures: match.slice(1).map((group: string | undefined) => group ?? null),
  };
}
