import { expect, test } from "vitest";
import { table } from "./table.ts";

interface Row {
  name: string;
  count?: number;
  error?: string;
}

const columns = [
  { heading: "NAME", value: (row: Row) => row.name },
  { heading: "COUNT", value: (row: Row) => row.count },
  { heading: "ERROR", value: (row: Row) => row.error },
];

test("columns are as wide as their widest cell, numbers stand right", () => {
  const text = table(columns, [
    { name: "demo/solar", count: 7, error: "gone" },
    { name: "a/b", count: 12345 },
  ]);
  expect(text).toBe("NAME        COUNT  ERROR\ndemo/solar      7  gone\na/b         12345  -\n");
});

test("a column without values is left out; without rows there are the headings", () => {
  expect(table(columns, [{ name: "a/b", count: 1 }])).toBe("NAME  COUNT\na/b       1\n");
  expect(table(columns, [])).toBe("NAME  COUNT  ERROR\n");
});

test("control characters of a name do not reach the terminal", () => {
  expect(table(columns, [{ name: "a\u001b[31m/b\n" }])).toBe("NAME\na?[31m/b?\n");
});
