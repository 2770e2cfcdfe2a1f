import { describe, expect, test } from "vitest";
import { definitionOf } from "../definition/index.ts";
import { compiled, runStages } from "../testing/compiled.ts";
import { freezeBelow, Random } from "../testing/random.ts";
import { exact, TestRecord, testContext } from "../testing/record.ts";
import type { Document, Value } from "../values/types.ts";
import { compileRun } from "./run.ts";

describe("a document that a stage cannot process", () => {
  const stages = [
    { $addFields: { b: { $add: ["$a", 1] }, c: 1 } },
    { $match: { c: 1 } },
    { $addFields: { d: { $divide: ["$b", "$e"] }, a: 0 } },
  ];

  test("is reported as it came to that stage; the others go on", () => {
    const { out, failures, counts } = runStages(stages, [{ a: 1, e: 1 }, { a: "x" }, { a: 3, e: 0 }, { a: 5, e: 2 }]);
    expect(out).toEqual(
      [
        { a: 0, e: 1, b: 2, c: 1, d: 2 },
        { a: 0, e: 2, b: 6, c: 1, d: 3 },
      ].map((document) => expect.objectContaining({ a: document.a, b: document.b })),
    );
    expect(failures).toEqual([
      { stage: 0, doc: { a: "x" }, code: 14, pointer: "/0/$addFields/b/$add" },
      { stage: 2, doc: { a: 3, e: 0, b: 4, c: 1 }, code: 2, pointer: "/2/$addFields/d/$divide" },
    ]);
    expect(counts).toEqual([
      { in: 4, out: 3 },
      { in: 3, out: 3 },
      { in: 3, out: 2 },
    ]);
  });

  test("of one unwound array is one document of it", () => {
    const { out, failures } = runStages([{ $unwind: "$a" }, { $addFields: { b: { $add: ["$a", 1] } } }], [{ a: [1, "x", 3] }]);
    expect(out).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
    expect(failures).toMatchObject([{ stage: 1, doc: { a: "x" } }]);
  });

  test("in a run that is cut into several functions has its stage and its document", () => {
    const wide = (offset: number) =>
      Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`f${i + offset}`, { $add: ["$a", { $multiply: ["$b", i] }, i] }]));
    const stages = [
      { $addFields: wide(0) },
      { $addFields: wide(100) },
      { $unset: "f0" },
      { $addFields: { ...wide(200), bad: { $divide: [1, "$zero"] } } },
    ];
    const { out, failures } = runStages(stages, [
      { a: 1, b: 2, zero: 0 },
      { a: 1, b: 2, zero: 4 },
    ]);
    expect(Object.keys(out[0]!)).toHaveLength(3 + 60 + 60 - 1 + 61);
    expect(out[0]).toMatchObject({ f1: 4, f159: 178, bad: 0.25 });
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ stage: 3, code: 2, pointer: "/3/$addFields/bad/$divide" });
    expect(Object.keys(failures[0]!.doc)).toHaveLength(3 + 60 + 60 - 1);
  });
});

describe("records", () => {
  const process = (stages: Value[], input: TestRecord[], limit = 1000) => {
    const run = compiled(compileRun(stages.map(definitionOf)));
    const out: TestRecord[] = [];
    run.process(input, 0, out, limit, { context: testContext, fail: () => {} });
    return out;
  };

  test("are kept where one document stays one, and derived where it becomes several", () => {
    const record = new TestRecord({ a: [1, 2] }, { source: { type: "kafka" } });
    expect(process([{ $addFields: { b: 1 } }], [record])[0]).toBe(record);
    const derived = process([{ $unwind: "$a" }, { $addFields: { m: { $meta: "stream.source.type" } } }], [record]);
    expect(derived.map(({ doc, meta }) => [doc["m"], meta])).toEqual([
      ["kafka", record.meta],
      ["kafka", record.meta],
    ]);
  });

  test("metadata is read only where a stage asks for it", () => {
    expect(compiled(compileRun([definitionOf({ $set: { a: { $meta: "stream" } } })])).usesMeta).toBe(true);
    expect(
      compiled(compileRun([definitionOf({ $match: { $expr: { $eq: [{ $meta: "stream.source.type" }, 1] } } })])).usesMeta,
    ).toBe(true);
    expect(compiled(compileRun([definitionOf({ $set: { a: 1 } })])).usesMeta).toBe(false);
  });
});

describe("limits", () => {
  const run = (limit: number) => {
    const stages = [
      { $unwind: { path: "$a", includeArrayIndex: "i" } },
      { $match: { a: { $ne: 3 } } },
      { $unwind: { path: "$b", preserveNullAndEmptyArrays: true } },
    ];
    const documents = [{ a: [1, 2, 3], b: [1, 2] }, { a: [] }, { a: 5, b: [] }, { b: 1 }, { a: [3, 4], b: [7, 8, 9] }];
    return runStages(stages, structuredClone(documents), { limit });
  };

  test("never change what comes out, nor what is counted", () => {
    const whole = run(1000);
    expect(whole.out).toHaveLength(2 * 2 + 1 + 3);
    for (const limit of [1, 2, 3, 5]) expect(run(limit)).toEqual(whole);
  });

  test("are kept: at most so many documents in the output, the rest is for the next call", () => {
    const compiledRun = compiled(compileRun([definitionOf({ $unwind: "$a" })]));
    const host = { context: testContext, fail: () => {} };
    const input = [new TestRecord({ a: [1, 2, 3] }), new TestRecord({ a: [4] })];
    const out: TestRecord[] = [new TestRecord({ kept: true })];
    expect(compiledRun.process(input, 0, out, 3, host)).toBe(0);
    expect(out).toHaveLength(3);
    const more: TestRecord[] = [];
    expect(compiledRun.process(input, 0, more, 10, host)).toBe(2);
    expect(more.map(({ doc }) => doc["a"])).toEqual([3, 4]);
    expect(compiledRun.process(input, 2, [], 10, host)).toBe(2);
    expect(compiledRun.process(input, 0, out, 3, host)).toBe(0);
  });

  test("a record that is given up half unwound is forgotten", () => {
    const compiledRun = compiled(compileRun([definitionOf({ $unwind: "$a" })]));
    const host = { context: testContext, fail: () => {} };
    compiledRun.process([new TestRecord({ a: [1, 2, 3] })], 0, [], 1, host);
    const out: TestRecord[] = [];
    expect(compiledRun.process([new TestRecord({ a: [7] })], 0, out, 10, host)).toBe(1);
    expect(out.map(({ doc }) => doc)).toEqual([{ a: 7 }]);
  });
});

describe("random pipelines", () => {
  /** Results and failures as text, without the places of failures, which depend on what is compiled together. */
  const outcome = ({ out, failures }: ReturnType<typeof runStages>) => [
    out.map(exact),
    failures.map(({ doc, code }) => [exact(doc), code]),
  ];

  test("give the same fused as stage by stage, change nothing that they do not own, and survive any limit", () => {
    const random = new Random(7);
    let ran = 0;
    for (let round = 0; round < 250; round++) {
      const stages = [random.stage(), ...random.times(3, () => random.stage())];
      if (!compileRun(stages.map(definitionOf)).ok) continue;
      const documents = Array.from({ length: 4 }, () => random.document(3));
      const copies = () => documents.map((document) => freezeBelow({ ...document }));
      const before = documents.map(exact);
      const pipeline = exact(stages);
      const fused = outcome(runStages(stages, copies()));
      ran++;

      // Nobody else's documents: the top level is frozen too.
      const shared = runStages(
        stages,
        copies().map((document) => Object.freeze(document)),
        { sharedInput: true },
      );
      expect([pipeline, ...outcome(shared)]).toEqual([pipeline, ...fused]);
      expect([pipeline, ...outcome(runStages(stages, copies(), { limit: 1 }))]).toEqual([pipeline, ...fused]);
      expect([pipeline, stageByStage(stages, copies())]).toEqual([pipeline, fused[0]]);
      expect(documents.map(exact)).toEqual(before);
    }
    expect(ran).toBeGreaterThan(100);
  });

  function stageByStage(stages: readonly Value[], documents: readonly Document[]): string[] {
    let current = documents;
    for (const stage of stages)
      current = runStages(
        [stage],
        current.map((document) => Object.freeze(document)),
        { sharedInput: true },
      ).out;
    return current.map(exact);
  }
});

test("no field holds undefined, and no document is a dictionary", () => {
  const { out } = runStages(
    [
      { $addFields: { a: "$x", b: { c: "$x" }, "d.e": "$x" } },
      { $project: { a: 1, b: 1, f: "$x", g: ["$x"] } },
      { $addFields: { h: { $map: { input: [1], in: "$x" } } } },
    ],
    [{ a: 1, d: { e: 1 } }, {}],
  );
  expect(out.map(exact)).toEqual(['{"b":{},"g":[null],"h":[null]}', '{"b":{},"g":[null],"h":[null]}']);
  for (const document of out) for (const value of Object.values(document)) expect(value).not.toBe(undefined);
});
