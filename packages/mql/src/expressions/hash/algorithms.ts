/** Code shared by $hash and $hexHash (engine.md 2.3). */
import { md5 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { ExpressionNode } from "../../compiler/ast.ts";
import type { Parser } from "../../compiler/parser.ts";
import { below, nearest } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { Binary } from "../../values/classes.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { utf8Bytes } from "../string/text.ts";
import { bytesOf } from "../type/bytes.ts";
import { xxh64 } from "./xxh64.ts";

export const hashFields = { input: "required", algorithm: "required" } as const;

/** Adding an algorithm is a line here. */
const algorithms: ReadonlyMap<Value, (bytes: Uint8Array) => Uint8Array> = new Map([
  ["md5", md5],
  ["sha256", sha256],
  ["xxh64", xxh64],
]);
const names = [...algorithms.keys()] as string[];

/** Reports a constant algorithm that there is not. */
export function checkAlgorithm([, algorithm]: readonly (ExpressionNode | undefined)[], parser: Parser, pointer: string): void {
  if (algorithm?.kind !== "literal" || algorithms.has(algorithm.value)) return;
  const close = typeof algorithm.value === "string" ? nearest(algorithm.value, names) : undefined;
  parser.problems.shape(below(pointer, "algorithm"), `The hash algorithm must be one of ${names.join(", ")}.`, close);
}

/** The hash of a string in UTF-8 or of binary data; null for null. Throws MqlError 14 for other types, 2 for an unknown algorithm. */
export function digest(name: string, input: Value, algorithm: Value): Uint8Array | null {
  const hash = algorithms.get(algorithm);
  if (hash === undefined) throw new MqlError(2, `${name} requires 'algorithm' to be one of ${names.join(", ")}`);
  if (isNullish(input)) return null;
  if (typeof input === "string") return hash(utf8Bytes(input));
  if (input instanceof Binary) return hash(bytesOf(input));
  throw new MqlError(14, `${name} requires 'input' to be a string or binary data, found: ${typeOf(input)}`);
}
