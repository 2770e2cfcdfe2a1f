/** Names and texts of users stay data, whatever they contain. */
import { describe, expect, test } from "vitest";
import { definitionOf } from "../definition/index.ts";
import { compileMatch } from "../queries/match.ts";
import { compiled, evaluate, matches, runStages } from "../testing/compiled.ts";
import { TestRecord, testContext } from "../testing/record.ts";
import type { Document } from "../values/types.ts";
import { Program, quote } from "./program.ts";

const hostile = [
  '"];globalThis.broken=1;//',
  "'];globalThis.broken=1;//",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to be none
  "`${globalThis.broken=1}`",
  "\\",
  '\\"',
  "\\u0022];globalThis.broken=1;//",
  "\n\r",
  "\u2028\u2029",
  "</script>",
  "*/globalThis.broken=1;/*",
  "}catch{}globalThis.broken=1;try{",
  "\0",
  "\u{1f600}",
  "constructor",
  "__proto__",
  "k0",
  "d",
];

const broken = () => (globalThis as { broken?: unknown }).broken;

describe.each(hostile)("%j", (text) => {
  const field = JSON.parse(`{${JSON.stringify(text)}: 1}`) as Document;

  test("as a string", () => {
    expect(evaluate({ $concat: ["$a", { $literal: text }] }, { a: "x" })).toBe(`x${text}`);
    expect(evaluate({ $eq: ["$a", { $literal: text }] }, { a: text })).toBe(true);
    expect(broken()).toBeUndefined();
  });

  test("as a name that is read, made and set", () => {
    if (!text.includes("\0")) expect(evaluate(`$${text.replaceAll(".", "")}`, {})).toBe(undefined);
    expect(evaluate({ $getField: { field: { $literal: text }, input: "$a" } }, { a: field })).toBe(1);
    expect(evaluate({ $setField: { field: { $literal: text }, input: {}, value: 1 } })).toEqual(field);
    expect(broken()).toBeUndefined();
  });

  test("in stages and queries", () => {
    if (!text.includes(".")) {
      expect(runStages([{ $addFields: JSON.parse(`{${JSON.stringify(text)}: "$x"}`) as Document }], [{ x: 1 }]).out).toEqual([
        { x: 1, ...field },
      ]);
      expect(runStages([{ $project: field }], [{ ...field, y: 2 }]).out).toEqual([field]);
      expect(matches(field, field)).toBe(true);
    }
    expect(matches({ x: text }, { x: text })).toBe(true);
    expect(matches({ x: { $in: [text, "z"] } }, { x: [text] })).toBe(true);
    expect(broken()).toBeUndefined();
  });

  test("as a regular expression", () => {
    const compiledMatch = compileMatch(definitionOf({ x: { $regex: text } }));
    if (compiledMatch.ok) compiled(compiledMatch)(new TestRecord({ x: text }), testContext);
    expect(broken()).toBeUndefined();
  });
});

test("a lone surrogate is escaped, and comes back as it was", () => {
  expect(quote("\ud800")).toBe('"\\ud800"');
  expect(new Function(`return ${quote("a\ud800\u2028")}`)()).toBe("a\ud800\u2028");
});

test("long texts stand in the table, not in the source", () => {
  expect(new Program().constant("x".repeat(5000))).toBe("k0");
});
