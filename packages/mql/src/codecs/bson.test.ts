import { deserialize, EJSON } from "bson";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../definition/parse-json.ts";
import { MqlError } from "../errors.ts";
import { anyDocument, anyValue, awkwardNames, documentOf, spell } from "../testing/arbitrary-values.ts";
import { Binary, Code, Double, ObjectId } from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";
import { decodeBson, decodeValue, encodeBson, encodeValue } from "./bson.ts";
import { bsonSize } from "./bson-size.ts";
import { BsonWriter } from "./bson-writer.ts";
import { encodeJson } from "./encode-json.ts";

describe("BSON", () => {
  test("gives every document back", () => {
    fc.assert(
      fc.property(anyDocument, (doc) => {
        const bytes = encodeBson(doc);
        expect(spell(decodeBson(bytes))).toBe(spell(doc));
        expect(spell(decodeBson(new Uint8Array(bytes)))).toBe(spell(doc));
        expect(bsonSize(doc)).toBe(bytes.length);
      }),
      { numRuns: 100 },
    );
  });

  test("is what the driver's library reads, type by type", () => {
    // The library takes a document with the field `_bsontype` for a value of its own, and a DBPointer for a DBRef.
    const readable = anyDocument.filter((doc) => !/_bsontype|pointer /.test(spell(doc)));
    fc.assert(
      fc.property(readable, (doc) => {
        const read = deserialize(encodeBson(doc), { promoteValues: false, promoteBuffers: false, bsonRegExp: true });
        // Doubles may be spelled in more ways than one.
        const byValue = (text: string) =>
          parseJson(text.replaceAll(/(?<="\$numberDouble":")[^"]*/g, (double) => `${Number(double)}`));
        const expected = byValue(EJSON.stringify(read, { relaxed: false }));
        expect(byValue(encodeJson(doc, { format: "canonical" }))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, Document, string]>([
    ["int", { a: 5 }, "10 61 00 05000000"],
    ["long beyond 32 bits", { a: 3_000_000_000 }, "12 61 00 005ed0b200000000"],
    ["negative long", { a: -3_000_000_000 }, "12 61 00 00a22f4dffffffff"],
    ["small long", { a: 5n }, "12 61 00 0500000000000000"],
    ["integral double", { a: new Double(5) }, "01 61 00 0000000000001440"],
    ["double beyond 2^53", { a: 2 ** 60 }, "01 61 00 000000000000b043"],
    ["negative zero", { a: new Double(-0) }, "01 61 00 0000000000000080"],
    ["string", { a: "é" }, "02 61 00 03000000 c3a9 00"],
    ["array", { a: [true] }, "04 61 00 09000000 08 30 00 01 00"],
    ["date", { a: new Date(-1) }, "09 61 00 ffffffffffffffff"],
    ["old binary", { a: new Binary(new Uint8Array([7]), 2) }, "05 61 00 05000000 02 01000000 07"],
    ["null", { a: null }, "0a 61 00"],
    ["missing fields are left out", { a: undefined, b: null }, "0a 62 00"],
    ["missing items become null", { a: [undefined] }, "04 61 00 08000000 0a 30 00 00"],
  ])("%s", (_, doc, elements) => {
    const body = Buffer.from(elements.replaceAll(" ", ""), "hex");
    const size = Buffer.alloc(4);
    size.writeInt32LE(body.length + 5);
    expect(Buffer.from(encodeBson(doc)).toString("hex")).toBe(Buffer.concat([size, body, Buffer.alloc(1)]).toString("hex"));
    expect(bsonSize(doc)).toBe(body.length + 5);
  });

  test("a document inside a larger buffer is read from its own bytes", () => {
    const [one, two] = [encodeBson({ x: "one", n: [1] }), encodeBson({ x: "two is longer than that", n: [] })];
    const both = Buffer.concat([one, two]);
    expect(decodeBson(both.subarray(0, one.length))).toEqual({ x: "one", n: [1] });
    expect(decodeBson(both.subarray(one.length))).toEqual({ x: "two is longer than that", n: [] });
  });

  test.each(awkwardNames)("a field may be called %j", (name) => {
    const doc = documentOf([
      ["x", 1],
      [name, documentOf([[name, "v"]])],
    ]);
    expect(spell(decodeBson(encodeBson(doc)))).toBe(spell(doc));
  });

  test("names that are data, and more of them than a shape has", () => {
    for (let i = 0; i < 60; i++) {
      const doc = Object.fromEntries(Array.from({ length: 300 }, (_, k) => [`k${k * (i % 20)}`, { [`n${i}`]: k }]));
      expect(decodeBson(encodeBson(doc))).toEqual(doc);
    }
  });

  test("large documents grow the buffer; the next ones are as they should be", () => {
    const doc = { text: "ü".repeat(3_000_000), list: Array.from({ length: 20_000 }, (_, i) => i) };
    expect(decodeBson(encodeBson(doc))).toEqual(doc);
    expect(decodeBson(encodeBson({ a: "b" }))).toEqual({ a: "b" });
  });

  test("wherever the buffer has to grow, what was written stays", () => {
    const id = new ObjectId("507f1f77bcf86cd799439011");
    const tail = {
      i: 1,
      l: 5n,
      d: 0.5,
      s: "é",
      t: new Date(0),
      o: { a: [id, null] },
      c: new Code("f", { x: 1 }),
      b: new Binary(new Uint8Array(9), 2),
    };
    const tailSize = bsonSize(tail);
    for (let missing = 0; missing < tailSize + 20; missing += 1) {
      const doc = { text: "x".repeat(2 ** 16 - missing), tail };
      expect(spell(decodeBson(new BsonWriter().write(doc, 1)))).toBe(spell(doc));
    }
  });

  test("a name with NUL cannot be written", () => {
    expect(() => encodeBson({ "a\0b": 1 })).toThrow(expect.objectContaining({ code: 22, codeName: "InvalidBSON" }));
    expect(encodeBson({ a: 1 }).length).toBe(12);
  });

  test("nesting beyond 180 levels is an error both ways", () => {
    let value: Value = 1;
    for (let level = 0; level < 180; level++) value = level % 2 ? [value] : { a: value };
    const doc = { a: value } as Document;
    expect(() => encodeBson(doc)).toThrow(expect.objectContaining({ code: 22 }));
    // Each level is a length, a type, a name of one character with its end, and an end; what is below level 180 counts as empty.
    expect(bsonSize(doc)).toBe(180 * (4 + 1 + 2 + 1) + 5);
    expect(() => encodeBson({ a: (doc["a"] as Value[])[0] as Value })).not.toThrow();
    let bytes = Buffer.from([5, 0, 0, 0, 0]);
    for (let level = 0; level < 300; level++) {
      const size = Buffer.alloc(4);
      size.writeInt32LE(bytes.length + 8);
      bytes = Buffer.concat([size, Buffer.from([3, 0x61, 0]), bytes, Buffer.alloc(1)]);
    }
    expect(() => decodeBson(bytes)).toThrow(expect.objectContaining({ code: 22 }));
  });
});

describe("malformed BSON", () => {
  test.each([
    ["nothing", ""],
    ["a size beyond the bytes", "0600000000"],
    ["a size below the least", "0400000000"],
    ["a negative size", "ffffffff00"],
    ["no zero byte at the end", "0500000001"],
    ["bytes behind the document", "050000000000"],
    ["an unknown type", "0800000020610000"],
    ["a name without end", "080000000a616161"],
    ["a name that ends with its document", "070000000a6100"],
    ["a value beyond the document", "0a00000010610001000000"],
    ["a string's size beyond the document", "0f00000002610099000000 6100 00"],
    ["a string of size 0", "0c00000002610000000000 00"],
    ["a string without its zero byte", "0e00000002610002000000 6162 00"],
    ["a string that is not UTF-8", "0e00000002610002000000 ff00 00"],
    ["a boolean that is 2", "090000000861000200"],
    ["binary data of negative size", "0d000000056100ffffffff00 00"],
    ["a regular expression with unknown options", "0c0000000b6100 6100 7100 00"],
    ["a date beyond JavaScript's", "10000000096100 ffffffffffffff7f 00"],
    ["an inner document beyond the outer", "0d000000036100 0600000000 00"],
  ])("%s", (_, hex) => {
    expect(() => decodeBson(Buffer.from(hex.replaceAll(" ", ""), "hex"))).toThrow(
      expect.objectContaining({ name: "MqlError", code: 22, message: expect.stringMatching(/^Malformed BSON: /) }),
    );
  });

  test("damaged bytes give a document or an MqlError, never anything else", () => {
    fc.assert(
      fc.property(
        anyDocument,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (doc, damage, cut) => {
          const bytes = Buffer.from(encodeBson(doc));
          for (const [at, byte] of damage) bytes[at % bytes.length] = byte;
          for (const broken of [bytes, bytes.subarray(0, cut % bytes.length)]) {
            try {
              decodeBson(broken);
            } catch (error) {
              expect(error).toBeInstanceOf(MqlError);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("encodeValue and decodeValue keep any single value, missing too", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(spell(decodeValue(encodeValue(value)))).toBe(spell(value));
    }),
    { numRuns: 100 },
  );
  expect(decodeValue(encodeValue(undefined))).toBeUndefined();
});
