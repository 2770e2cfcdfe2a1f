/** JSON Schema (draft 4 with `bsonType`) as a function from a value to whether it conforms: one file a group of keywords. */
import { below, nearest } from "../../compiler/problems.ts";
import type { DefNode, DefObject } from "../../definition/index.ts";
import type { Value } from "../../values/types.ts";
import type { QueryParser } from "../parser.ts";
import { arrayKeywords } from "./arrays.ts";
import { combiningKeywords } from "./combining.ts";
import { numberKeywords } from "./numbers.ts";
import { objectKeywords } from "./objects.ts";
import { stringKeywords } from "./strings.ts";
import { typeKeywords } from "./types.ts";

/** Whether a value conforms. A value that a keyword does not speak of conforms to it. */
export type Conforms = (value: Value) => boolean;

/** The place where a keyword stands. */
export interface Place {
  readonly parser: QueryParser;
  /** The schema around the keyword: some keywords are read together with others. */
  readonly schema: DefObject;
  readonly pointer: string;
}

/** A keyword: reports what is wrong with it, or gives the check; `undefined` where there is nothing to check. */
export type Keyword = (node: DefNode, place: Place) => Conforms | undefined;

const keywords: Readonly<Record<string, Keyword>> = {
  ...typeKeywords,
  ...numberKeywords,
  ...stringKeywords,
  ...arrayKeywords,
  ...objectKeywords,
  ...combiningKeywords,
  title: remark,
  description: remark,
};

/** Keywords of JSON Schema that the manual leaves out. */
const leftOut = ["$ref", "$schema", "default", "definitions", "format", "id"];

/** Reads a schema. What is wrong is reported, and everything conforms to it. */
export function parseSchema(parser: QueryParser, node: DefNode, pointer: string): Conforms {
  if (node.kind !== "object") {
    parser.problems.shape(pointer, "A JSON Schema must be an object.");
    return () => true;
  }
  const checks: Conforms[] = [];
  for (const { key, value } of node.entries) {
    const at = below(pointer, key);
    if (Object.hasOwn(keywords, key)) {
      const check = keywords[key]!(value, { parser, schema: node, pointer: at });
      if (check !== undefined) checks.push(check);
    } else if (leftOut.includes(key)) {
      parser.problems.shape(at, `The JSON Schema keyword '${key}' is not supported.`);
    } else {
      parser.problems.shape(at, `Unknown JSON Schema keyword '${key}'.`, nearest(key, Object.keys(keywords)));
    }
  }
  return all(checks);
}

/** All of the checks, in order. */
export function all(checks: readonly Conforms[]): Conforms {
  const [first, second, third] = checks;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (third === undefined) return (value) => first(value) && second(value);
  return (value) => {
    for (const check of checks) if (!check(value)) return false;
    return true;
  };
}

function remark(node: DefNode, { parser, pointer }: Place): undefined {
  if (typeof parser.value(node, pointer) !== "string")
    parser.problems.shape(pointer, "A remark in a JSON Schema must be a string.");
}
