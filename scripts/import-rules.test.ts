import { expect, test } from "vitest";
// @ts-expect-error plain JavaScript without types
import { problemsOf } from "./import-rules.mjs";

test("a lower package that imports a higher one is named with both", () => {
  expect(problemsOf("packages/mql/src/a.ts", 'import { x } from "@millrace/engine";')).toEqual([
    "packages/mql/src/a.ts: mql may not import @millrace/engine",
  ]);
});

test("types, re-exports and dynamic imports count as well", () => {
  const text = 'import type { A } from "@millrace/server";\nexport * from "@millrace/cli";\nawait import("@millrace/executor");';
  expect(problemsOf("packages/engine/src/a.ts", text)).toHaveLength(3);
});

test("a relative path into another package is refused", () => {
  expect(problemsOf("packages/engine/src/a.ts", 'import { x } from "../../mql/src/index.ts";')).toHaveLength(1);
});

test("deep imports of an allowed package are refused, its entry point passes", () => {
  expect(problemsOf("packages/engine/src/a.ts", 'import { x } from "@millrace/mql/src/x.ts";')).toHaveLength(1);
  expect(problemsOf("packages/engine/src/a.ts", 'import { x } from "@millrace/mql";\nimport { y } from "./y.ts";')).toEqual([]);
});

test("the server sees the executor's client only", () => {
  expect(problemsOf("packages/server/src/a.ts", 'import { x } from "@millrace/executor";')).toHaveLength(1);
  expect(problemsOf("packages/server/src/a.ts", 'import { x } from "@millrace/executor/client";')).toEqual([]);
});
