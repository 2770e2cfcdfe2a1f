import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../definition/parse-json.ts";
import { MqlError } from "../errors.ts";
import { awkwardNames, documentOf, spell } from "../testing/arbitrary-values.ts";
import { Double } from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";
import { decodeJson, decodeJsonBytes } from "./decode-json.ts";
import { encodeJson } from "./encode-json.ts";

/** JSON text as others may write it: blanks anywhere, numbers spelled in every way, escapes, repeated names. */
const jsonText = fc.letrec<{ value: string; object: string; array: string; string: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "true",
      "false",
      "null",
      "0",
      "-0",
      "1",
      "5.0",
      "-1.50",
      "1e3",
      "1E+2",
      "2.5e-1",
      "1e400",
      "123456789012345678",
      "0.1234567890123456789",
    ),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => JSON.stringify(n)),
    fc.maxSafeInteger().map(String),
    tie("string"),
    tie("object"),
    tie("array"),
  ),
  object: fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom("a", "b", "cc", "dddd", ...awkwardNames).map((name) => JSON.stringify(name)),
          tie("string"),
        ),
        tie("value"),
      ),
      { maxLength: 6 },
    )
    .map((fields) => `{ ${fields.map(([name, value]) => `${name} :${value}`).join("\n,")}}`.replace(/ (?=[:{])/g, "")),
  array: fc.array(tie("value"), { maxLength: 5 }).map((items) => `[${items.join(", ")}\t]`),
  string: fc.oneof(
    fc.string({ unit: "grapheme" }).map((text) => JSON.stringify(text)),
    fc.constantFrom(
      '""',
      '"\\u0041\\n\\/"',
      '"\\ud83d\\ude00 \\"x\\""',
      '"\\u00e9\\u20ac"',
      '"Zürich"',
      '"𝕏"',
      '"plain text of some length, beyond any word"',
    ),
  ),
})).value;

/** What JSON.parse should give, without −0, which JSON text has no integer for. Texts with a field named twice are left out. */
function parsed(text: string): unknown {
  try {
    return withoutNegativeZero(parseJson(text));
  } catch (error) {
    fc.pre(!(error as Error).message.includes("Duplicate field"));
    throw error;
  }
}

function withoutNegativeZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== "object" || value === null) return value;
  return documentOf(Object.entries(value).map(([name, field]) => [name, withoutNegativeZero(field) as Value]));
}

describe("decodeJson", () => {
  test("gives the values that JSON.parse gives, but for the types of numbers", () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const expected = parsed(text.replaceAll("1e400", "1e308"));
        for (const value of [
          decodeJson(text.replaceAll("1e400", "1e308")),
          decodeJsonBytes(Buffer.from(text.replaceAll("1e400", "1e308"))),
        ]) {
          expect(parsed(encodeJson(value))).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("accepts what JSON.parse accepts and nothing else", () => {
    const damaged = fc
      .tuple(
        jsonText,
        fc.nat(),
        fc.constantFrom("", '"', "{", "}", "[", "]", ",", ":", "-", ".", "0", "e", "\\", "\0", " ", "\u0001", "t"),
      )
      .map(
        ([text, at, inserted]) =>
          text.slice(0, at % (text.length + 1)) + inserted + text.slice((at % (text.length + 1)) + (inserted === " " ? 0 : 1)),
      );
    fc.assert(
      fc.property(damaged, (text) => {
        // Halves of surrogate pairs are refused even where a second field of the same name hides them.
        fc.pre(text.isWellFormed() && !/\\ud[89a-f]/i.test(text.replaceAll("\\ud83d\\ude00", "")));
        expect(
          accepts(() => decodeJson(text)),
          text,
        ).toBe(accepts(() => JSON.parse(text)));
      }),
      { numRuns: 600 },
    );
  });

  test.each<[string, Value]>([
    ['{"id":1234567890123456789}', { id: 1_234_567_890_123_456_789n }],
    ['{"id":9007199254740993,"n":5.0}', { id: 9_007_199_254_740_993n, n: new Double(5) }],
    [
      "[1e3,1.5e1,-0.0,-0,0.0,1E-2,10.00]",
      [new Double(1000), new Double(15), new Double(-0), 0, new Double(0), 0.01, new Double(10)],
    ],
    ["18446744073709551616", 2 ** 64],
    ["123456789012345.5", 123_456_789_012_345.5],
    ["9007199254740992.5", 2 ** 53],
    ["0.30000000000000004", 0.300_000_000_000_000_04],
    ["-2147483648", -(2 ** 31)],
    ["3000000000", 3_000_000_000],
    ['{"a":1,"b":2,"a":3}', { a: 3, b: 2 }],
    [' \t\r\n{ "a" : [ 1 , { } , [ ] ] } \n', { a: [1, {}, []] }],
    ['"\\u0024\\ud835\\udd4f\\u00fc\\u20ac\\b\\f\\n\\r\\t\\/\\\\\\""', '$𝕏ü€\b\f\n\r\t/\\"'],
    ['{"\\u0061":1,"a b":2}', { a: 1, "a b": 2 }],
    ['{"$x":1,"$type":"string"}', { $x: 1, $type: "string" }],
  ])("reads %s", (text, expected) => {
    expect(spell(decodeJson(text))).toBe(spell(expected));
    expect(spell(decodeJsonBytes(new TextEncoder().encode(text)))).toBe(spell(expected));
  });

  test.each(awkwardNames)("a field called %j is a field like any other", (name) => {
    const text = `{"x":1,${JSON.stringify(name)}:{${JSON.stringify(name)}:[2]}}`;
    const doc = decodeJson(text) as Document;
    expect(Object.getPrototypeOf(doc)).toBe(Object.prototype);
    expect(Object.keys(doc).sort()).toEqual(["x", name].sort());
    expect(parseJson(encodeJson(doc))).toEqual(parseJson(text));
  });

  test.each([
    "",
    " ",
    "{",
    "[",
    '"a',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    "{a:1}",
    "[1,]",
    "[1 2]",
    "01",
    "-",
    "+1",
    ".5",
    "1.",
    "1.e5",
    "1e",
    "0x10",
    "NaN",
    "Infinity",
    "undefined",
    "tru",
    "nulll",
    '"\t"',
    '"\\x41"',
    '"\\u12"',
    '"\\u12g4"',
    '"\\',
    "{}{}",
    "{}\0",
    "\0",
    "\ufeff{}",
    "'a'",
    "1 //",
  ])("refuses %j", (text) => {
    expect(() => decodeJson(text)).toThrow(expect.objectContaining({ name: "MqlError", code: 9, codeName: "FailedToParse" }));
    expect(() => decodeJsonBytes(Buffer.from(text))).toThrow(MqlError);
  });

  test("names the place of an error, not the content", () => {
    expect(() => decodeJson('{"password":"secret" x}')).toThrow("Malformed JSON at byte 21: expected ',' or '}'");
  });

  test.each(['"\\ud800"', '"\\udc00x"', '"\\ud800\\u0041"', '"\ud800"', '{"\\ud83d":1}'])(
    "refuses half of a surrogate pair: %j",
    (text) => {
      expect(() => decodeJson(text)).toThrow(expect.objectContaining({ code: 9 }));
    },
  );

  test.each([[[0xff]], [[0xc3]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xf5, 0x80, 0x80, 0x80]], [[0x80]]])(
    "refuses the bytes %j, which are not UTF-8",
    (bytes) => {
      const text = (wrap: string) => Buffer.concat([Buffer.from(wrap), Buffer.from(bytes), Buffer.from(wrap)]);
      expect(() => decodeJsonBytes(text('"'))).toThrow(expect.objectContaining({ code: 9 }));
      expect(() => decodeJsonBytes(Buffer.concat([Buffer.from('{"'), Buffer.from(bytes), Buffer.from('":1}')]))).toThrow(
        expect.objectContaining({ code: 9 }),
      );
    },
  );

  test("keeps a replacement character that was sent as such", () => {
    expect(decodeJsonBytes(Buffer.from('"\ufffd"'))).toBe("\ufffd");
  });

  test("nesting to 180 levels is read, deeper is an error", () => {
    const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}${"]}".repeat(levels / 2)}`;
    expect(() => decodeJson(nested(180))).not.toThrow();
    for (const text of [nested(182), "[".repeat(181) + "]".repeat(181), "[".repeat(100_000), '{"a":'.repeat(100_000)]) {
      expect(() => decodeJson(text)).toThrow("Nested more than 180 levels deep");
    }
  });

  test("a text of several megabytes is read, and small ones after it", () => {
    const items = Array.from({ length: 3_000 }, (_, i) => ({ id: i, name: `name ${i}`, wide: "ü".repeat(800) }));
    const text = JSON.stringify(items);
    expect(text.length).toBeGreaterThan(2 ** 21);
    expect(decodeJson(text)).toEqual(items);
    expect(decodeJsonBytes(Buffer.from(text))).toEqual(items);
    expect(decodeJson('{"a":1}')).toEqual({ a: 1 });
  });

  test("a value does not depend on what was read before it", () => {
    const texts = [
      '{"a":1,"b":2}',
      '{"a":1,"c":2}',
      '{"a":{"a":1}}',
      '{"b":[{"a":1},{"b":2}]}',
      '{"ab":1}',
      '{"a":1}',
      '{"":1}',
      '{"a":"{\\"a\\":1}"}',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...texts), { maxLength: 20 }), (sequence) => {
        for (const text of sequence) expect(decodeJson(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 100 },
    );
  });

  test("an error leaves nothing behind", () => {
    expect(() => decodeJson('{"a":{"b":1,"c":[1,2,')).toThrow();
    expect(decodeJson('{"a":{"b":1}}')).toEqual({ a: { b: 1 } });
  });
});

describe("objects whose names are data", () => {
  test.each([
    ["more names than a shape has fields", Array.from({ length: 500 }, (_, i) => [`k${i}`, i])],
    ["very long names", Array.from({ length: 5 }, (_, i) => [`${"n".repeat(300)}${i}`, { i }])],
  ])("%s", (_, fields) => {
    const doc = Object.fromEntries(fields as [string, Value][]);
    expect(decodeJson(JSON.stringify(doc))).toEqual(doc);
  });

  test("ever new names, until the reader forgets what it has learnt", () => {
    for (let i = 0; i < 3000; i++) {
      const doc = {
        fixed: 1,
        [`user${i}`]: { [`k${i}`]: 1, s: "x" },
        list: [{ [`l${i % 40}`]: i }],
        [`a${i % 13}`]: { [`b${i % 17}`]: { [`c${i % 19}`]: i } },
      };
      expect(decodeJson(JSON.stringify(doc))).toEqual(doc);
    }
  });

  test("an Extended JSON wrapper among many names is still one", () => {
    const fields = Array.from({ length: 150 }, (_, i) => `"k${i}":${i}`).join(",");
    expect(() => decodeJson(`{${fields},"$oid":"000000000000000000000001"}`)).toThrow(expect.objectContaining({ code: 9 }));
  });
});

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof MqlError || error instanceof SyntaxError) return false;
    throw error;
  }
}
