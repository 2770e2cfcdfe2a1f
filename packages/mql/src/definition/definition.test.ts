import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyValue, awkwardNames, spell } from "../testing/arbitrary-values.ts";
import { Double, ObjectId } from "../values/classes.ts";
import type { Value } from "../values/types.ts";
import {
  type DefObject,
  definitionOf,
  nodeAt,
  parseDefinition,
  valueOf as plainValue,
  wrappedValue,
  writeDefinition,
} from "./index.ts";

const pipeline = `[
  { "$match": { "10": 1, "2": [1.50, -0.0, 1E3, 12345678901234567890], "\\u0061/~b": "\\u00fc" } },
  {"$emit":{}}
]`;

describe("writeDefinition", () => {
  test("keeps field order, number spelling and escapes; only the blanks between are new", () => {
    const compact = String.raw`[{"$match":{"10":1,"2":[1.50,-0.0,1E3,12345678901234567890],"\u0061/~b":"\u00fc"}},{"$emit":{}}]`;
    expect(writeDefinition(parseDefinition(pipeline))).toBe(compact);
    expect(writeDefinition(parseDefinition(compact))).toBe(compact);
  });

  test("indents by so many spaces a level", () => {
    expect(writeDefinition(parseDefinition('{"a":[1,{"b":{}}],"c":[]}'), { indent: 2 })).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": {}\n    }\n  ],\n  "c": []\n}',
    );
  });

  test("writes what reads back the same, whatever the text", () => {
    const text = fc.json({ maxDepth: 4 }).filter((json) => json.isWellFormed());
    fc.assert(
      fc.property(text, fc.nat(3), (json, indent) => {
        const node = parseDefinition(json);
        expect(writeDefinition(node)).toBe(writeDefinition(parseDefinition(writeDefinition(node, { indent }))));
        expect(JSON.parse(writeDefinition(node, { indent }))).toEqual(JSON.parse(json));
      }),
      { numRuns: 150 },
    );
  });
});

describe("parseDefinition", () => {
  test("gives every part its place in the text", () => {
    const root = parseDefinition(pipeline);
    const check = (pointer: string, text: string) => {
      const node = nodeAt(root, pointer)!;
      expect(pipeline.slice(node.start, node.end)).toBe(text);
    };
    check("/1", '{"$emit":{}}');
    check("/1/$emit", "{}");
    check("/0/$match/10", "1");
    check("/0/$match/2/2", "1E3");
    check("/0/$match/a~1~0b", '"\\u00fc"');
    const match = nodeAt(root, "/0/$match") as DefObject;
    expect(match.entries.map(({ key, keyStart, keyRaw }) => [key, pipeline.startsWith(keyRaw!, keyStart)])).toEqual([
      ["10", true],
      ["2", true],
      ["a/~b", true],
    ]);
  });

  test("reads numbers by the number rule", () => {
    expect(
      spell(plainValue(parseDefinition("[1, 1.0, -0, -0.0, 1e3, 3000000000, 9007199254740993, 18446744073709551616, 0.5]"))),
    ).toBe(spell([1, new Double(1), 0, new Double(-0), new Double(1000), 3_000_000_000, 9_007_199_254_740_993n, 2 ** 64, 0.5]));
  });

  test("skips a byte order mark", () => {
    expect(parseDefinition("\ufeff {}")).toMatchObject({ kind: "object", start: 2, end: 4 });
  });

  test.each<[string, string, number, number]>([
    ["", "Unexpected end of the text; expected a value", 1, 1],
    ['{\n  "a": tru\n}', 'Unexpected "t"; expected a value', 2, 8],
    ['{"a":1\r\n"b":2}', `Unexpected "\\""; expected ',' or '}'`, 2, 1],
    ["[1,\r2,]", 'Unexpected "]"; expected a value', 2, 3],
    ['{"a" 1}', `Unexpected "1"; expected ':'`, 1, 6],
    ["{a:1}", 'Unexpected "a"; expected a field name in double quotes', 1, 2],
    ['{"a":1,}', 'Unexpected "}"; expected a field name in double quotes', 1, 8],
    ["[1 2]", `Unexpected "2"; expected ',' or ']'`, 1, 4],
    ["[01]", 'Unexpected "0"; expected a value', 1, 2],
    ["[1] 𝕏", 'Unexpected "𝕏"; expected the end of the text', 1, 5],
    ['{"a":1,"b":{"c":1,"c":2}}', 'Duplicate field "c"', 1, 19],
    ['{"a":1,"\\u0061":2}', 'Duplicate field "\\u0061"', 1, 8],
    ['["abc', "The string has no closing quote", 1, 2],
    ['["a\tb"]', "A control character in a string must be escaped", 1, 4],
    ['["a\\x"]', "Invalid escape sequence in a string", 1, 4],
    ['["\\ud800"]', "The string holds half of a surrogate pair", 1, 2],
    [`${"[".repeat(200)}`, "Nested more than 180 levels deep", 1, 181],
    ["[".repeat(100_000), "Nested more than 180 levels deep", 1, 181],
  ])("says what is wrong with %j and where", (text, message, line, column) => {
    const report = expect.objectContaining({ name: "DefinitionSyntaxError", message, line, column });
    expect(() => parseDefinition(text)).toThrow(report);
  });

  test("accepts nesting to 180 levels", () => {
    expect(() => parseDefinition("[".repeat(180) + "]".repeat(180))).not.toThrow();
  });

  test("accepts what JSON.parse accepts and nothing else", () => {
    const damaged = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom("", '"', "{", "}", "]", ",", ":", "-", ".", "0", "\\", " "))
      .map(([text, at, inserted]) => text.slice(0, at % (text.length + 1)) + inserted + text.slice((at % (text.length + 1)) + 1));
    fc.assert(
      fc.property(damaged, (text) => {
        const outcome = attempt(() => parseDefinition(text));
        if (outcome !== undefined && /Duplicate|surrogate/.test(outcome)) return;
        expect(outcome === undefined, text).toBe(attempt(() => JSON.parse(text)) === undefined);
      }),
      { numRuns: 400 },
    );
  });
});

describe("values of nodes", () => {
  test("interpret Extended JSON at every level", () => {
    const node = parseDefinition(
      '{"a":{"$date":{"$numberLong":"0"}},"b":[{"$oid":"507f1f77bcf86cd799439011"}],"$x":{"$numberInt":"5"}}',
    );
    expect(plainValue(node)).toEqual({ a: new Date(0), b: [new ObjectId("507f1f77bcf86cd799439011")], $x: 5 });
  });

  test("wrappedValue tells wrappers from other objects", () => {
    expect(wrappedValue(parseDefinition('{"$numberLong":"5"}'))).toEqual({ value: 5n });
    expect(wrappedValue(parseDefinition('{"$undefined":true}'))).toEqual({ value: null });
    for (const text of ['{"$add":[1]}', "{}", '{"a":{"$oid":"x"}}', "[]", "1"]) {
      expect(wrappedValue(parseDefinition(text))).toBeUndefined();
    }
    expect(() => wrappedValue(parseDefinition('{"$oid":"zz"}'))).toThrow(expect.objectContaining({ code: 9 }));
  });

  test.each(awkwardNames)("a field may be called %j", (name) => {
    const text = `{${JSON.stringify(name)}:{"x":1}}`;
    const doc = plainValue(parseDefinition(text)) as object;
    expect(Object.keys(doc)).toEqual([name]);
    expect(JSON.stringify(doc)).toBe(text);
    expect(nodeAt(parseDefinition(text), `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}/x`)).toMatchObject({ value: 1 });
  });

  test("definitionOf gives a definition whose value is the same again", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(spell(plainValue(definitionOf(value)))).toBe(spell(value));
      }),
      { numRuns: 200 },
    );
  });

  test("definitionOf's places are those in the compact text", () => {
    const node = definitionOf({ a: [1, { b: new Double(2) }] } as Value);
    const text = writeDefinition(node);
    expect(text).toBe('{"a":[1,{"b":2.0}]}');
    const inner = nodeAt(node, "/a/1/b")!;
    expect(text.slice(inner.start, inner.end)).toBe("2.0");
  });
});

test("nodeAt finds nothing where there is nothing", () => {
  const root = parseDefinition('{"a":[1]}');
  expect(nodeAt(root, "")).toBe(root);
  for (const pointer of ["/b", "/a/1", "/a/-1", "/a/01", "/a/x", "/a/0/x", "/constructor", "/a/length"]) {
    expect(nodeAt(root, pointer), pointer).toBeUndefined();
  }
});

function attempt(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
