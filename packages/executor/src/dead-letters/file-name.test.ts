import { expect, test } from "vitest";
import { deadLetterFileName } from "./file-name.ts";

test.each([
  ["demo", "solar", "demo.solar.ndjson"],
  ["a.b", "c", "a%2Eb.c.ndjson"],
  ["..", "../../etc/passwd", "%2E%2E.%2E%2E%2F%2E%2E%2Fetc%2Fpasswd.ndjson"],
  ["", "", "%.%.ndjson"],
  ["Wörk", "a b\0", "W%C3%B6rk.a%20b%00.ndjson"],
])("%j and %j give %s", (workspace, processor, expected) => {
  expect(deadLetterFileName(workspace, processor)).toBe(expected);
});

test("long names are cut and still differ", () => {
  const name = deadLetterFileName("w".repeat(300), `${"p".repeat(300)}1`);
  expect(name.length).toBeLessThan(255);
  expect(name).not.toBe(deadLetterFileName("w".repeat(300), `${"p".repeat(300)}2`));
});
