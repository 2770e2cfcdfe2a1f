import { StreamRecord } from "@millrace/engine";
import { expect, test } from "vitest";
import { testHost } from "../testing/context.ts";
import { LogSink } from "./sink.ts";

test("documents are counted with their BSON size and gone", async () => {
  const host = testHost();
  const sink = new LogSink(host);
  await sink.open();
  const record = (doc: Record<string, number>) =>
    new StreamRecord(doc, 0, { id: "0" }, 1, 1, { describe: () => ({ type: "generated" }) });
  await sink.write([record({ a: 1 }), record({ a: 1, b: 2 })]);
  await sink.flush();
  // {a: int32} has 12 bytes in BSON, each further int32 with a name of one letter 7.
  expect(host.counts).toEqual([{ documents: 2, bytes: 12 + 19, target: undefined }]);
  expect(host.letters).toEqual([]);
  await sink.close();
});
