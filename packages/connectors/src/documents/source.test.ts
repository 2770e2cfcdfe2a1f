import { VirtualClock } from "@millrace/engine/testing";
import type { Value } from "@millrace/mql";
import { expect, test } from "vitest";
import { testContext } from "../testing/context.ts";
import { readRecords } from "../testing/source-checks.ts";
import { DocumentsSource } from "./source.ts";
import { documentsSpec } from "./spec.ts";

const clock = new VirtualClock("2026-01-05T09:00:00Z");

async function opened(documents: Value, positions?: Record<string, number>): Promise<DocumentsSource> {
  const source = new DocumentsSource({ documents }, testContext({ clock }));
  await source.open(positions);
  return source;
}

test("each document comes once, in order; then the source has ended", async () => {
  const source = await opened([{ a: 1 }, { a: 2 }]);
  const batch = await source.read();
  expect(batch?.records.map(({ doc, position }) => [doc, position])).toEqual([
    [{ a: 1 }, 1],
    [{ a: 2 }, 2],
  ]);
  expect(batch?.records[0]?.meta).toEqual({ source: { type: "generated", ts: new Date("2026-01-05T09:00:00Z") } });
  expect(await source.read()).toBeNull();
});

test("values of an array are plain data, not expressions", async () => {
  const source = await opened([{ a: "$b", c: { $add: [1, 2] } }]);
  expect((await readRecords(source, 1))[0]?.doc).toEqual({ a: "$b", c: { $add: [1, 2] } });
});

test("an expression may make the documents", async () => {
  const source = await opened({ $map: { input: [1, 2, 3], in: { n: "$$this" } } });
  expect((await readRecords(source, 3)).map(({ doc }) => doc)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test("a restart goes on behind the last document of the checkpoint", async () => {
  const source = await opened([{ a: 1 }, { a: 2 }, { a: 3 }], { "0": 2 });
  expect((await readRecords(source, 1)).map(({ doc }) => doc)).toEqual([{ a: 3 }]);
  expect(await source.read()).toBeNull();
});

test("a record can be changed without changing the definition", async () => {
  const documents = [{ a: 1 }];
  const [record] = await readRecords(await opened(documents), 1);
  (record as { doc: { a?: number } }).doc.a = 2;
  expect(documents).toEqual([{ a: 1 }]);
});

test.each([
  [{ $literal: 5 }, /must give an array/],
  ["$missing", /must give an array/],
  [[{ a: 1 }, 5], /element 1 is none/],
  [{ $literal: [{ a: 1 }, null] }, /element 1 is none/],
  [{ $divide: [1, 0] }, /could not be evaluated/],
  [{ $nosuch: 1 }, /not a valid expression/],
])("%j is refused at the start with code 420", async (documents, message) => {
  await expect(opened(documents as Value)).rejects.toMatchObject({
    code: 420,
    errorClass: "user-fatal",
    message: expect.stringMatching(message),
  });
});

test("the definition is checked: neither array nor expression", () => {
  const problems: string[] = [];
  for (const documents of [5, "text", true, null, [], "$a", { $range: [0, 3] }] as Value[]) {
    documentsSpec.source?.check?.({ documents }, (code, path) =>
      problems.push(`${code} ${path.join(".")} ${JSON.stringify(documents)}`),
    );
  }
  expect(problems).toEqual(["9 documents 5", '9 documents "text"', "9 documents true", "9 documents null"]);
});
