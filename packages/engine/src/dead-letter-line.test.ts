import type { Document } from "@millrace/mql";
import { expect, test } from "vitest";
import { deadLetterLine } from "./dead-letter-line.ts";
import type { DeadLetter } from "./ports/index.ts";

const letter = (doc: Document): DeadLetter => ({
  _stream_meta: { source: { type: "kafka" } },
  doc,
  errInfo: { reason: "r" },
  operatorName: "MatchOperator",
  dlqTime: new Date("2026-01-05T09:10:00Z"),
  processorName: "p",
});

const head =
  '{"processorName":"p","dlqTime":{"$date":"2026-01-05T09:10:00Z"},"operatorName":"MatchOperator","errInfo":{"reason":"r"}';

test("the fields of 7.1 in their order, the instance only when there is one", () => {
  expect(deadLetterLine(letter({ a: 1 }))).toBe(`${head},"doc":{"a":1},"_stream_meta":{"source":{"type":"kafka"}}}`);
  expect(deadLetterLine({ ...letter({}), instanceName: "w" })).toContain('"processorName":"p","instanceName":"w","dlqTime"');
});

test("a document nested as deeply as a source lets through is left out, the letter is not", () => {
  let deep: Document = {};
  for (let depth = 0; depth < 179; depth++) deep = { a: deep };
  expect(deadLetterLine(letter(deep))).toBe(`${head},"doc":{"truncated":true},"_stream_meta":{"source":{"type":"kafka"}}}`);
});
