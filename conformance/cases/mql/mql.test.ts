// Language cases: every case of every file gives what its file says; together they are many enough and see planted faults.

import {
  accumulatorFaults,
  accumulatorNames,
  breakAccumulator,
  breakableStages,
  breakableUpdates,
  breakExpression,
  breakMatch,
  exact,
  expressionFaults,
  expressionNames,
  loadEverything,
  matchFaults,
  matchNames,
} from "@millrace/mql/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { harmless } from "./harmless.ts";
import { type Kind, type LanguageCase, readCases } from "./read-cases.ts";
import { runLanguageCase } from "./run-language-case.ts";

const files = readCases();

beforeAll(loadEverything);

describe.each(files.map((file) => [file.file, file] as const))("%s", (_, { kind, cases }) => {
  test.each(cases.map((one, index) => [`${index + 1}: ${one.name}`, one] as const))("%s", (_name, one) => {
    expect(runLanguageCase(kind, one)).toBeUndefined();
  });
});

const registered: {
  kind: Kind;
  names: string[];
  faults: readonly string[];
  break: (name: string, fault: never) => () => void;
}[] = [
  { kind: "expression", names: expressionNames(), faults: expressionFaults, break: breakExpression },
  { kind: "match", names: matchNames(), faults: matchFaults, break: breakMatch },
  { kind: "accumulator", names: accumulatorNames(), faults: accumulatorFaults, break: breakAccumulator },
  ...[...breakableStages(), ...breakableUpdates()].map((spec, index) => ({
    kind: (index < breakableStages().length ? "stage" : "update") as Kind,
    names: [spec.name],
    faults: spec.faults,
    break: (_name: string, fault: never) => spec.break(fault),
  })),
];

describe.each(registered)("$kind", ({ kind, names, faults, break: breakOperator }) => {
  const casesOf = (name: string) =>
    files.filter((file) => file.kind === kind && file.operator === name).flatMap(({ cases }) => cases);

  test.each(names)("%s has at least 6 different cases", (name) => {
    const inputs = ["in", "expr", "query", "yes", "no", "pipeline", "collections", "update", "arrayFilters"];
    const different = new Set(casesOf(name).map((one) => inputs.map((field) => exact(one.value(field))).join()));
    expect(different.size).toBeGreaterThanOrEqual(6);
  });

  const planted = names.flatMap((name) =>
    faults.filter((fault) => !harmless(kind, name, fault, casesOf(name))).map((fault) => [name, fault] as const),
  );

  test.each(planted)("a fault is seen when %s %s", (name, fault) => {
    const mend = breakOperator(name, fault as never);
    try {
      expect(casesOf(name).some((one) => isRed(kind, one))).toBe(true);
    } finally {
      mend();
    }
  });
});

function isRed(kind: Kind, one: LanguageCase): boolean {
  try {
    return runLanguageCase(kind, one) !== undefined;
  } catch {
    return true;
  }
}

describe("all cases together", () => {
  const all = files.flatMap(({ cases }) => cases);

  test("are 2,000 at least", () => expect(all.length).toBeGreaterThanOrEqual(2000));

  test("are about null or missing values in a quarter at most", () =>
    expect(all.filter(({ shows }) => shows === "null").length / all.length).toBeLessThanOrEqual(0.25));

  test("rest on memory alone in a fifth at most", () =>
    expect(all.filter(({ from }) => from === "memory").length / all.length).toBeLessThanOrEqual(0.2));
});
