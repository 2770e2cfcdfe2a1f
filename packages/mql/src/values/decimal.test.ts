import fc from "fast-check";
import { expect, test } from "vitest";
import { exactOf, exactOfText } from "../testing/exact-number.ts";
import { Decimal128 } from "./classes.ts";
import { decimalFromDouble, exactDecimal, parseDecimal, readDecimal, writeDecimal } from "./decimal.ts";

const hex = (value: Decimal128): string => Buffer.from(value.bytes).toString("hex");

test("reading and writing gives the same 16 bytes back", () => {
  const decimal = fc
    .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 34n - 1n), fc.integer({ min: -6176, max: 6111 }))
    .map(([negative, digits, exponent]) => `${negative ? "-" : ""}${digits}E${exponent}`);
  fc.assert(
    fc.property(decimal, (text) => {
      const value = Decimal128.fromString(text);
      expect(hex(writeDecimal(readDecimal(value)))).toBe(hex(value));
      expect(hex(writeDecimal(parseDecimal(text)!))).toBe(hex(value));
    }),
    { numRuns: 200 },
  );
});

test.each(["NaN", "Infinity", "-Infinity", "-0", "0E-6176", "9999999999999999999999999999999999E+6111", "1E-6176"])(
  "%s is kept",
  (text) => {
    expect(writeDecimal(parseDecimal(text)!).toString()).toBe(Decimal128.fromString(text).toString());
  },
);

test.each([
  ["12345678901234567890123456789012345", "1.234567890123456789012345678901234E+34"], // the 35th digit is a half: to even
  ["12345678901234567890123456789012355", "1.234567890123456789012345678901236E+34"],
  ["99999999999999999999999999999999995", "1.000000000000000000000000000000000E+35"],
  ["1E+6144", "1.000000000000000000000000000000000E+6144"], // only by filling up with zeros
  ["1E+6145", "Infinity"],
  ["-1E+999999", "-Infinity"],
  ["5E-6177", "0E-6176"],
  ["15E-6177", "2E-6176"],
  ["1E-999999", "0E-6176"],
  ["0E+9999", "0E+6111"],
])("%s rounds to %s", (text, expected) => {
  expect(writeDecimal(parseDecimal(text)!).toString()).toBe(expected);
});

test.each(["", ".", "e5", "1e", "0x1", "1 ", "--1", "1.2.3", "+", "Inf1"])("%j is no number", (text) => {
  expect(parseDecimal(text)).toBeUndefined();
});

test("a non-canonical coefficient counts as zero", () => {
  const bytes = new Uint8Array(16).fill(0xff);
  bytes[15] = 0x6f; // the second form of the exponent, which no 34-digit coefficient needs
  const value = readDecimal(new Decimal128(bytes));
  expect(value).toMatchObject({ kind: "finite", coefficient: 0n });
});

test("a double is a decimal fraction exactly", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      const value = exactDecimal(number);
      if (value.kind !== "finite") throw new Error("finite expected");
      const text = exactOfText(`${value.negative ? "-" : ""}${value.coefficient}E${value.exponent}`);
      const expected = exactOf(number);
      if ("special" in text || "special" in expected) throw new Error("finite expected");
      expect(text.numerator * expected.denominator).toBe(expected.numerator * text.denominator);
    }),
    { numRuns: 200 },
  );
});

test.each([
  [2.5, "2.50000000000000"],
  [-0.1, "-0.100000000000000"],
  [1e20, "1.00000000000000E+20"],
  [0, "0"],
  [Number.NaN, "NaN"],
])("%d becomes the decimal %s", (number, text) => {
  expect(writeDecimal(decimalFromDouble(number)).toString()).toBe(text);
});
