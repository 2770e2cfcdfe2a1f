import { Binary, Decimal128, Double, type Value } from "@millrace/mql";
import { expect, test } from "vitest";
import { decodeKey, encodeKey } from "./keys.ts";
import type { KeyFormat } from "./spec.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => Buffer.from(text, "hex");

test.each([
  ["binData", "00ff", new Binary(bytes("00ff"))],
  ["string", "c3bc", "ü"],
  ["json", "7b2261223a317d", { a: 1 }],
  ["json", "37", 7],
  ["int", "00000007", 7],
  ["int", "ffffffff", -1],
  ["long", "0000000000000007", 7n],
  ["long", "7fffffffffffffff", 9223372036854775807n],
  ["double", "4014000000000000", new Double(5)],
] as [KeyFormat, string, Value][])("a key of format %s and bytes %s is read and written", (format, text, value) => {
  expect(decodeKey(bytes(text), format)).toEqual(value);
  expect(hex(encodeKey(value, format))).toBe(text);
});

test.each([
  ["string", "ff"],
  ["json", "7b"],
  ["int", "0007"],
  ["int", "0000000000000007"],
  ["long", "00000007"],
] as [KeyFormat, string][])("bytes %2$s are no key of format %1$s", (format, text) => {
  expect(() => decodeKey(bytes(text), format)).toThrow();
});

test("JSON keys behind the framing of a schema registry are read", () => {
  expect(decodeKey(bytes("000000000137"), "json")).toBe(7);
});

test("an int is taken for long and double, as JSON cannot tell them apart; the other way is a mismatch", () => {
  expect(hex(encodeKey(7, "long"))).toBe("0000000000000007");
  expect(hex(encodeKey(5, "double"))).toBe("4014000000000000");
  expect(hex(encodeKey(5n, "double"))).toBe("4014000000000000");
});

test.each([
  ["binData", "text", "string"],
  ["string", 7, "int"],
  ["string", null, "null"],
  ["string", undefined, "missing"],
  ["json", undefined, "missing"],
  ["int", 7n, "long"],
  ["int", 2 ** 31, "long"],
  ["int", 1.5, "double"],
  ["int", new Double(5), "double"],
  ["long", 1.5, "double"],
  ["long", "7", "string"],
  ["double", "7", "string"],
  ["double", Decimal128.fromString("1"), "decimal"],
] as [KeyFormat, Value, string][])("no key of format %s can be made of %s", (format, value, type) => {
  expect(() => encodeKey(value, format)).toThrow(`a key of the format ${format} cannot be made of a value of type ${type}`);
});
