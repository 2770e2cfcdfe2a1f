import type { Plan } from "@millrace/engine";
import { parseDefinition } from "@millrace/mql";
import { expect, test } from "vitest";
import { hasOwnDocuments, lacksEventTime } from "./plan.ts";

const windowed = { hasWindow: true, source: {} } as Plan;

test.each([
  ['[{"$tumblingWindow":{}}]', true],
  ['[{"$match":{}},{"$hoppingWindow":{"boundary":"eventTime"}}]', true],
  ['[{"$sessionWindow":{}}]', true],
  ['[{"$tumblingWindow":{"boundary":"processingTime"}}]', false],
])("%s without timeField lacks event time: %s", (pipeline, expected) => {
  expect(lacksEventTime(parseDefinition(pipeline), windowed)).toBe(expected);
});

test("with a timeField, or without a window, nothing is lacking", () => {
  const pipeline = parseDefinition('[{"$tumblingWindow":{}}]');
  const timed = { ...windowed, source: { timeField: { $toDate: "$at" } } } as unknown as Plan;
  expect(lacksEventTime(pipeline, timed)).toBe(false);
  expect(lacksEventTime(pipeline, { ...windowed, hasWindow: false })).toBe(false);
});

test.each([
  ['[{"$source":{"documents":[]}}]', true],
  ['[{"$source":{"connectionName":"documents"}}]', false],
  ['[{"$match":{"documents":1}}]', false],
  ["[]", false],
  ["{}", false],
])("%s brings its own documents: %s", (pipeline, expected) => {
  expect(hasOwnDocuments(parseDefinition(pipeline))).toBe(expected);
});
