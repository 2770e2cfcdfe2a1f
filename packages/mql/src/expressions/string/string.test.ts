/** String operators in more detail than their examples. */
import { describe, expect, test } from "vitest";
import { compileExpression } from "../../compiler/expression.ts";
import { definitionOf } from "../../definition/index.ts";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { problemsOf, program } from "../../testing/compiled.ts";
import { BSONRegExp, Double } from "../../values/classes.ts";

const smile = "\u{1f600}";

describe("$indexOfBytes and $indexOfCP", () => {
  testResults([
    [{ $indexOfBytes: ["", ""] }, {}, 0],
    [{ $indexOfBytes: ["abc", ""] }, {}, 0],
    [{ $indexOfBytes: ["abc", "", 3] }, {}, 3],
    [{ $indexOfBytes: ["abc", "", 4] }, {}, -1],
    [{ $indexOfBytes: [`${smile}b`, "b"] }, {}, 4],
    [{ $indexOfBytes: ["abcabc", "c", new Double(3)] }, {}, 5],
    [{ $indexOfBytes: ["abc", "c", 2, 1] }, {}, -1],
    [{ $indexOfCP: [`${smile}${smile}b`, "b", 1] }, {}, 2],
    [{ $indexOfCP: [`${smile}b`, "b", 0, 1] }, {}, -1],
    [{ $indexOfCP: ["abc", "", 3] }, {}, 3],
    [{ $indexOfCP: ["abc", "", 4] }, {}, -1],
    [{ $indexOfCP: ["abcb", "b", 2, 100] }, {}, 3],
  ]);
  testErrors([
    [{ $indexOfBytes: ["a", "a", "$s"] }, { s: 0.5 }, 40096],
    [{ $indexOfBytes: ["a", "a", 0, "$s"] }, { s: -1 }, 40097],
    [{ $indexOfBytes: ["a", "$s"] }, {}, 40092],
    [{ $indexOfCP: ["a", "a", "$s"] }, { s: "0" }, 40096],
    [{ $indexOfCP: ["a", "a", "$s"] }, { s: -5 }, 40097],
  ]);
});

describe("$trim, $ltrim, $rtrim", () => {
  testResults([
    [{ $trim: { input: "\0\u00a0\u1680\u2003x\v\f\r" } }, {}, "x"],
    [{ $trim: { input: "\u200bx" } }, {}, "\u200bx"],
    [{ $trim: { input: "   " } }, {}, ""],
    [{ $trim: { input: "xax", chars: "" } }, {}, "xax"],
    [{ $trim: { input: `${smile}a${smile}`, chars: smile } }, {}, "a"],
    [{ $trim: { input: `${smile}a`, chars: "\u{1f601}" } }, {}, `${smile}a`],
    [{ $ltrim: { input: "xxaxx", chars: "x" } }, {}, "axx"],
    [{ $rtrim: { input: "xxaxx", chars: "x" } }, {}, "xxa"],
    [{ $rtrim: { input: "a", chars: "$none" } }, {}, null],
  ]);
});

describe("regular expressions", () => {
  testResults([
    [{ $regexFind: { input: "x", regex: "$r" } }, { r: null }, null],
    [{ $regexFind: { input: "", regex: "" } }, {}, { match: "", idx: 0, captures: [] }],
    [{ $regexFind: { input: "a\nb", regex: "^b", options: "m" } }, {}, { match: "b", idx: 2, captures: [] }],
    [{ $regexFind: { input: "a\nb", regex: "a.b", options: "s" } }, {}, { match: "a\nb", idx: 0, captures: [] }],
    [{ $regexFind: { input: "ab", regex: "a b # spaces", options: "x" } }, {}, { match: "ab", idx: 0, captures: [] }],
    [
      { $regexFind: { input: "ab", regex: "$r", options: "$none" } },
      { r: new BSONRegExp("B", "i") },
      { match: "b", idx: 1, captures: [] },
    ],
    [
      { $regexFindAll: { input: `${smile}a${smile}`, regex: "." } },
      {},
      [
        { match: smile, idx: 0, captures: [] },
        { match: "a", idx: 1, captures: [] },
        { match: smile, idx: 2, captures: [] },
      ],
    ],
    [{ $regexFindAll: { input: "", regex: "x*" } }, {}, [{ match: "", idx: 0, captures: [] }]],
    [
      { $regexFindAll: { input: "aXbX", regex: "(a)|(b)" } },
      {},
      [
        { match: "a", idx: 0, captures: ["a", null] },
        { match: "b", idx: 2, captures: [null, "b"] },
      ],
    ],
    [{ $regexFindAll: { input: "x", regex: "$none" } }, {}, []],
    [{ $regexMatch: { input: "x", regex: "$none" } }, {}, false],
    [{ $regexMatch: { input: "line\n", regex: "e$" } }, {}, true],
  ]);
  testErrors([
    [{ $regexMatch: { input: "x", regex: "$r", options: "$o" } }, { r: new BSONRegExp("x", "i"), o: "m" }, 51107],
    [{ $regexMatch: { input: "x", regex: "x", options: "$o" } }, { o: "q" }, 51108],
    [{ $regexMatch: { input: "x", regex: "$r" } }, { r: "a\0b" }, 51109],
    [{ $regexFindAll: { input: "x", regex: "$r" } }, { r: "[" }, 51111],
    [{ $regexFindAll: { input: "$none", regex: "$r" } }, { r: 5 }, 51105],
  ]);

  test("a search leaves nothing behind for the next", () => {
    const matches = program({ $map: { input: "$a", in: { $regexMatch: { input: "$$this", regex: "a" } } } });
    expect(matches({ a: ["aba", "a", "ba"] })).toEqual([true, true, true]);
  });

  test("a constant pattern that is not valid does not compile", () => {
    const [problem] = problemsOf(compileExpression(definitionOf({ $regexMatch: { input: "$a", regex: "(" } })));
    expect(problem?.pointer).toBe("/$regexMatch/regex");
  });
});

describe("$replaceOne and $replaceAll", () => {
  testResults([
    [{ $replaceOne: { input: "abab", find: "b", replacement: { $literal: "$&" } } }, {}, "a$&ab"],
    [{ $replaceAll: { input: "abab", find: "b", replacement: { $literal: "$&" } } }, {}, "a$&a$&"],
    [{ $replaceAll: { input: "a.c", find: ".", replacement: "" } }, {}, "ac"],
    [{ $replaceAll: { input: "abc", find: "B", replacement: "x" } }, {}, "abc"],
    [{ $replaceOne: { input: "ab", find: "", replacement: "-" } }, {}, "-ab"],
    [{ $replaceAll: { input: `a${smile}`, find: "", replacement: "-" } }, {}, `-a-${smile}-`],
    [{ $replaceAll: { input: "", find: "x", replacement: "y" } }, {}, ""],
  ]);
  testErrors([
    [{ $replaceOne: { input: null, find: "$f", replacement: "" } }, { f: 5 }, 51745],
    [{ $replaceAll: { input: null, find: null, replacement: "$f" } }, { f: 5 }, 51744],
    [{ $replaceAll: { input: "$f", find: "x", replacement: "y" } }, { f: true }, 51746],
  ]);
});

describe("parts, lengths and comparison", () => {
  testResults([
    [{ $substrBytes: ["abc", 1.9, 1.9] }, {}, "b"],
    [{ $substrBytes: ["abc", 5, 2] }, {}, ""],
    [{ $substrBytes: ["abc", 1, 99] }, {}, "bc"],
    [{ $substrBytes: [`${smile}a`, 4, 1] }, {}, "a"],
    [{ $substrBytes: ["\ufeffa", 0, 3] }, {}, "\ufeff"],
    [{ $strcasecmp: ["\u00e9", "\u00c9"] }, {}, 1],
    [{ $strcasecmp: ["a", "_"] }, {}, -1],
    [{ $strcasecmp: ["$none", "a"] }, {}, -1],
    [{ $strcasecmp: ["\uffff", smile] }, {}, -1],
    [{ $strcasecmp: [12, "12"] }, {}, 0],
    [{ $strLenBytes: smile }, {}, 4],
    [{ $strLenCP: "" }, {}, 0],
  ]);
  testErrors([
    [{ $substrBytes: ["abc", "$n", 1] }, { n: -1 }, 50752],
    [{ $substr: ["abc", "$n", 1] }, {}, 16034],
    [{ $substrBytes: ["$n", 0, 1] }, { n: {} }, 16007],
    [{ $strLenBytes: "$n" }, { n: 5 }, 34473],
    [{ $strLenCP: "$n" }, { n: 5 }, 34471],
  ]);
});
