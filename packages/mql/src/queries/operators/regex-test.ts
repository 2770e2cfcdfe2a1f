import { always } from "../../compiler/atom.ts";
import { kinds } from "../../compiler/kinds.ts";
import type { Problems } from "../../compiler/problems.ts";
import { BSONRegExp, BSONSymbol } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";
import { translateRegex } from "../regex/translate.ts";
import type { Test } from "../tree.ts";

/** The condition of matching a pattern (strings, symbols) or being the same regular expression. */
export function regexTest(source: string, options: string, problems: Problems, pointer: string): Test {
  const translated = translateRegex(source, options);
  if (!translated.ok) {
    problems.shape(pointer, translated.message);
    return { items: true, accepts: () => false };
  }
  const pattern = translated.regex;
  const accepts = (value: Value): boolean => {
    if (typeof value === "string") return pattern.test(value);
    if (value instanceof BSONSymbol) return pattern.test(value.value);
    return value instanceof BSONRegExp && value.pattern === source && value.options === options;
  };
  return {
    items: true,
    accepts,
    emit: (e, value, slow) => {
      const test = `${e.use(pattern)}.test(${value.js})`;
      return always(value, kinds.string) ? test : `(typeof ${value.js} === "string" ? ${test} : ${slow})`;
    },
  };
}
