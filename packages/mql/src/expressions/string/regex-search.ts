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

/** A pattern to search with, from its `lastIndex` on. */
interface Pattern {
  readonly regex: RegExp;
  /** The last group is a newline that the match took and that is no part of it. */
  readonly takesNewline: boolean;
}

interface Search extends Pattern {
  readonly text: string;
}

/** A match in a text. */
interface Match {
  /** Index of its first code unit. */
  readonly start: number;
  readonly text: string;
  readonly captures: readonly (string | undefined)[];
}

/** Patterns that were compiled before, so that one is not compiled for each document. */
const known = new Map<string, Pattern>();
const mostKnown = 1000;

/** What to look for where; `undefined` if the text or the pattern is null or missing. Throws MqlError 51104 to 51111 for operands that are no such. */
export function searchOf(name: string, input: Value, pattern: Value, options: Value): Search | undefined {
  if (!isNullish(input)) textOf(name, "'input'", input, 51104);
  const found = isNullish(pattern) ? undefined : patternOf(name, pattern, options);
  return isNullish(input) || found === undefined ? undefined : { text: input as string, ...found };
}

/** Reports a constant pattern that is not valid. */
export function checkRegex(operands: readonly (ExpressionNode | undefined)[], parser: Parser, pointer: string): void {
  const [, regex, options] = operands;
  if (regex?.kind !== "literal" || isNullish(regex.value) || (options !== undefined && options.kind !== "literal")) return;
  try {
    patternOf("", regex.value, options?.value);
  } catch (error) {
    parser.problems.shape(below(pointer, "regex"), (error as MqlError).message);
  }
}

function patternOf(name: string, pattern: Value, options: Value): Pattern {
  if (typeof pattern !== "string" && !(pattern instanceof BSONRegExp)) {
    throw new MqlError(51105, `${name} requires 'regex' to be a string or a regular expression, found: ${typeOf(pattern)}`);
  }
  const given = isNullish(options) ? "" : textOf(name, "'options'", options, 51106);
  const own = typeof pattern === "string" ? "" : pattern.options;
  if (own !== "" && given !== "") throw new MqlError(51107, `${name} found options both in 'regex' and in 'options'`);
  const source = typeof pattern === "string" ? pattern : pattern.pattern;
  const flags = own || given;
  const key = `${flags}/${source}`;
  const found = known.get(key) ?? translated(source, flags);
  if (known.size >= mostKnown) known.clear();
  known.set(key, found);
  return found;
}

function translated(source: string, options: string): Pattern {
  if (source.includes("\0")) throw new MqlError(51109, "A regular expression must not contain a NUL byte");
  const unknown = /[^imsxu]/.test(options);
  const result = translateRegex(source, options, true);
  if (!result.ok) throw new MqlError(unknown ? 51108 : 51111, result.message);
  return { regex: new RegExp(result.regex, `${result.regex.flags}g`), takesNewline: result.takesNewline };
}

/** The first match that begins at `from` or later. */
export function matchFrom({ regex, takesNewline, text }: Search, from: number): Match | undefined {
  regex.lastIndex = from;
  const match = regex.exec(text);
  if (match === null) return undefined;
  if (!takesNewline) return { start: match.index, text: match[0], captures: match.slice(1) };
  const newline = match.at(-1) ?? "";
  return { start: match.index, text: match[0].slice(0, match[0].length - newline.length), captures: match.slice(1, -1) };
}

/** What $regexFind tells of a match; the index is counted in code points, groups that took no part are null. */
export function matchDocument(text: string, match: Match): Document {
  return {
    match: match.text,
    idx: pointCount(text.slice(0, match.start)),
    captures: match.captures.map((group) => group ?? null),
  };
}
