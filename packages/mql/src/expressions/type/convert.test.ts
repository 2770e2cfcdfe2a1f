import { describe, expect, test } from "vitest";
import { evaluate, failure } from "../../testing/compiled.ts";
import { exact } from "../../testing/record.ts";
import { Binary, Decimal128, Double, ObjectId, UUID } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";

const bytes = (...values: number[]) => new Binary(Uint8Array.from(values), 0);
const convert = (input: Value, to: Value, more: Record<string, Value> = {}) =>
  evaluate({ $convert: { input: "$v", to: { $literal: to }, ...more } }, { v: input });

describe("numbers from text", () => {
  test.each<[string, string, Value]>([
    ["int", "-12", -12],
    ["int", "+7", 7],
    ["int", "-2147483648", -2147483648],
    ["long", "9223372036854775807", 9223372036854775807n],
    ["long", "5", 5n],
    ["double", "-5.5e3", new Double(-5500)],
    ["double", ".5", 0.5],
    ["double", "Infinity", Number.POSITIVE_INFINITY],
    ["double", "NaN", Number.NaN],
    ["decimal", "1.50E+3", Decimal128.fromString("1.50E+3")],
  ])("%s of %j", (to, text, result) => {
    expect(exact(convert(text, to))).toBe(exact(result));
  });

  test.each([
    ["int", "2147483648"],
    ["int", "1.5"],
    ["int", ""],
    ["int", " 1"],
    ["int", "0x10"],
    ["long", "9223372036854775808"],
    ["double", "1e400"],
    ["double", "1,5"],
    ["double", "0x10"],
    ["decimal", "abc"],
  ])("%s of %j is an error", (to, text) => {
    expect(failure({ $convert: { input: "$v", to } }, { v: text }).code).toBe(241);
  });

  test.each<[Value, string, number, Value]>([
    ["1010", "int", 2, 10],
    ["-777", "int", 8, -511],
    ["FFff", "long", 16, 65535n],
    ["ff", "double", 16, new Double(255)],
    [255, "string", 16, "FF"],
    [-5, "string", 2, "-101"],
    [2.5, "string", 10, "2.5"],
  ])("%s to %s in base %s", (input, to, base, result) => {
    expect(exact(convert(input, to, { base }))).toBe(exact(result));
  });
});

describe("numbers from numbers", () => {
  test.each<[Value, string, Value]>([
    [2.9, "int", 2],
    [-2.9, "long", -2n],
    [Decimal128.fromString("5.5E+9"), "long", 5_500_000_000],
    [Decimal128.fromString("1E-20"), "int", 0],
    [2 ** 62, "long", 2n ** 62n],
    [9007199254740993n, "double", 9007199254740992],
    [0.1, "decimal", Decimal128.fromString("0.100000000000000")],
    [9007199254740993n, "decimal", Decimal128.fromString("9007199254740993")],
  ])("%s to %s", (input, to, result) => {
    expect(exact(convert(input, to))).toBe(exact(result));
  });

  test.each<[Value, string]>([
    [5_000_000_000, "int"],
    [Number.NaN, "int"],
    [Number.POSITIVE_INFINITY, "long"],
    [1e19, "long"],
    [Decimal128.fromString("1E+6000"), "long"],
    [Decimal128.fromString("1E+400"), "double"],
    [Decimal128.fromString("NaN"), "int"],
    [1e300, "date"],
  ])("%s does not fit into %s", (input, to) => {
    expect(failure({ $convert: { input: "$v", to } }, { v: input }).code).toBe(241);
  });
});

/** The table of engine.md 2.3. */
describe("binary data", () => {
  test.each<[Value, string, string, Value]>([
    [bytes(0x00, 0x02), "int", "big", 2],
    [bytes(0x01, 0x00), "int", "little", 1],
    [bytes(0xff, 0xfe, 0x79, 0x60), "int", "big", -100000],
    [bytes(0xff), "long", "big", -1n],
    [bytes(0, 0, 0, 0, 0, 0, 0, 0x2a), "long", "big", 42n],
    [bytes(0xc0, 0x4c, 0xcc, 0xcd), "double", "big", -3.2000000476837158],
    [bytes(0, 0, 0, 0, 0, 0, 0xf0, 0x3f), "double", "little", new Double(1)],
    [42n, "binData", "big", bytes(0, 0, 0, 0, 0, 0, 0, 0x2a)],
    [1, "binData", "little", bytes(1, 0, 0, 0)],
    [1.5, "binData", "big", bytes(0x3f, 0xf8, 0, 0, 0, 0, 0, 0)],
    [true, "binData", "big", bytes(1)],
  ])("%s to %s, %s", (input, to, byteOrder, result) => {
    expect(exact(convert(input, to, { byteOrder }))).toBe(exact(result));
  });

  test("other lengths are an error that onError catches", () => {
    expect(failure({ $convert: { input: "$v", to: "int" } }, { v: bytes(0, 2, 0) }).code).toBe(241);
    expect(convert(bytes(0, 2, 0), "int", { onError: -1 })).toBe(-1);
    expect(failure({ $convert: { input: "$v", to: "double" } }, { v: bytes(0, 2) }).code).toBe(241);
  });

  const uuid = new UUID("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
  test.each<[string, string, Binary]>([
    ["base64", "+/8=", bytes(0xfb, 0xff)],
    ["base64url", "-_8", bytes(0xfb, 0xff)],
    ["hex", "FBFF", bytes(0xfb, 0xff)],
    ["utf8", "é", bytes(0xc3, 0xa9)],
    ["uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", uuid],
  ])("as text in %s", (format, text, data) => {
    expect(convert(data, "string", { format })).toBe(text);
    expect(exact(convert(text, "binData", { format }))).toBe(exact(data));
  });

  test("text is base64 unless it is said otherwise, UUIDs too", () => {
    expect(evaluate({ $toString: "$v" }, { v: bytes(0xfb, 0xff) })).toBe("+/8=");
    expect(evaluate({ $toString: "$v" }, { v: uuid })).toBe("+B1Prn3sEdCnZQCgyR5r9g==");
    expect(convert(uuid, "string", { format: "auto" })).toBe(uuid.toHexString());
  });

  test.each<[Value, string, string]>([
    ["no base64!", "binData", "base64"],
    ["abc", "binData", "hex"],
    ["f81d4fae", "binData", "uuid"],
    [bytes(0xff), "string", "utf8"],
    [bytes(1), "string", "uuid"],
  ])("%s to %s is not %s", (input, to, format) => {
    expect(failure({ $convert: { input: "$v", to, format } }, { v: input }).code).toBe(241);
  });

  test("subtypes are kept apart", () => {
    expect(exact(convert("AQ==", { type: "binData", subtype: 5 } as never, { format: "base64" }))).toBe(
      exact(new Binary(Uint8Array.of(1), 5)),
    );
    expect(failure({ $convert: { input: "$v", to: { type: "binData", subtype: 4 } } }, { v: bytes(1) }).code).toBe(241);
  });
});

describe("the rest of $convert", () => {
  test.each<[Value, Value, Value]>([
    [1.9, 16, 1],
    ["x", 2, "x"],
    [true, "string", "true"],
    ["5ab9cbfa31c2ab715d42129e", 7, new ObjectId("5ab9cbfa31c2ab715d42129e")],
    [0, "bool", false],
    [{}, "bool", true],
  ])("%s to %s", (input, to, result) => {
    expect(exact(convert(input, to))).toBe(exact(result));
  });

  test("a null target gives null, an unknown one an error that onError does not catch", () => {
    expect(convert(1, null)).toBe(null);
    expect(failure({ $convert: { input: 1, to: "money", onError: 0 } }).code).toBe(2);
    expect(failure({ $convert: { input: 1, to: "regex", onError: 0 } }).code).toBe(2);
  });

  test.each([
    [{ format: "rot13" }, 4341125],
    [{ byteOrder: "middle" }, 9130002],
    [{ base: 7 }, 3501301],
  ])("%j is an error", (more, code) => {
    expect(failure({ $convert: { input: "1", to: "int", ...more } }).code).toBe(code);
  });

  test("onNull is for null and missing, and does not stand in for errors", () => {
    expect(evaluate({ $convert: { input: "$v", to: "int", onNull: "none", onError: "bad" } }, {})).toBe("none");
    expect(evaluate({ $convert: { input: "$v", to: "int", onNull: "none", onError: "bad" } }, { v: "x" })).toBe("bad");
    expect(evaluate({ $convert: { input: "$v", to: "int", onNull: "$$REMOVE" } }, {})).toBe(undefined);
  });
});
