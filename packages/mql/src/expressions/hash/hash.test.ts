/** Hashes against published test vectors. */
import { describe, expect, test } from "vitest";
import { compileExpression } from "../../compiler/expression.ts";
import { definitionOf } from "../../definition/index.ts";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { problemsOf } from "../../testing/compiled.ts";
import { Binary } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";

const hex = (input: Value, algorithm: string) => ({ $hexHash: { input, algorithm } });

describe("vectors", () => {
  testResults([
    [hex("abc", "md5"), {}, "900150983CD24FB0D6963F7D28E17F72"],
    [hex("abc", "sha256"), {}, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"],
    [hex("", "xxh64"), {}, "EF46DB3751D8E999"],
    [hex("a", "xxh64"), {}, "D24EC4F1A98C6E5B"],
    [hex("Nobody inspects the spammish repetition", "xxh64"), {}, "FBCEA83C8A378BF1"],
    [hex("$a", "md5"), { a: new Binary(new TextEncoder().encode("abc"), 0) }, "900150983CD24FB0D6963F7D28E17F72"],
    [hex("$a", "md5"), { a: null }, null],
  ]);
  testErrors([
    [hex("$a", "sha256"), { a: true }, 14],
    [{ $hexHash: { input: null, algorithm: "$a" } }, { a: 5 }, 2],
  ]);
});

test("a constant algorithm is checked before documents come", () => {
  const [problem] = problemsOf(compileExpression(definitionOf(hex("x", "sha265"))));
  expect(problem).toMatchObject({ pointer: "/$hexHash/algorithm", suggestion: "sha256" });
});
