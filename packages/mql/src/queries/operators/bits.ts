/** Code shared by $bitsAllSet, $bitsAllClear, $bitsAnySet and $bitsAnyClear. */
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { bytesOf } from "../../expressions/type/bytes.ts";
import { Binary, Decimal128 } from "../../values/classes.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import type { QueryParser } from "../parser.ts";
import { field, type QueryNode } from "../tree.ts";

/** How the bits that a mask names must stand in a value. */
export type BitTest = (value: bigint, mask: bigint) => boolean;

/** Reads a mask: a number, positions of bits from the lowest, or binary data from its first byte's lowest bit. */
export function parseBits(
  name: string,
  test: BitTest,
  parser: QueryParser,
  node: DefNode,
  pointer: string,
  path: readonly string[],
): QueryNode {
  const mask = maskOf(name, parser, node, pointer);
  return field(path, {
    items: true,
    accepts: (value) => {
      const bits = bitsOf(value);
      return bits !== undefined && test(bits, mask);
    },
  });
}

/** More positions than binary data of the largest document has are not needed. */
const highestPosition = 134_217_727;

function maskOf(name: string, parser: QueryParser, node: DefNode, pointer: string): bigint {
  const given = parser.value(node, pointer);
  if (Array.isArray(given)) {
    let mask = 0n;
    for (const [index, item] of given.entries()) {
      const position = isNumeric(item) ? numberOf(item) : Number.NaN;
      if (Number.isInteger(position) && position >= 0 && position <= highestPosition) mask |= 1n << BigInt(position);
      else parser.problems.shape(below(pointer, index), `A bit position of ${name} must be a whole number from 0.`);
    }
    return mask;
  }
  const mask = given instanceof Binary ? bitsOf(given) : wholeOf(given);
  if (mask !== undefined && mask >= 0n) return mask;
  parser.problems.shape(pointer, `${name} takes a whole number that is not negative, an array of bit positions, or binary data.`);
  return 0n;
}

/** The bits of a number in two's complement (negative ones go on with ones for ever), or of binary data; `undefined` for other values. */
function bitsOf(value: Value): bigint | undefined {
  if (!(value instanceof Binary)) return wholeOf(value);
  const digits = Array.from(bytesOf(value), (byte) => byte.toString(16).padStart(2, "0")).reverse();
  return digits.length === 0 ? 0n : BigInt(`0x${digits.join("")}`);
}

/** A number that is whole and fits in 64 bits. */
function wholeOf(value: Value): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (!isNumeric(value)) return undefined;
  if (value instanceof Decimal128) {
    const text = value.toString();
    return /^-?\d+$/.test(text) ? within64(BigInt(text)) : undefined;
  }
  const number = numberOf(value);
  return Number.isInteger(number) ? within64(BigInt(number)) : undefined;
}

function within64(value: bigint): bigint | undefined {
  return BigInt.asIntN(64, value) === value ? value : undefined;
}
