import { definitionOf } from "@millrace/mql";
import { expect, test } from "vitest";
import { incompatibility } from "./compatibility.ts";

// engine.md 1.5

const source = { $source: { connectionName: "k", topic: "t" } };
const sink = { $emit: { connectionName: "k", topic: "u" } };
const window = (more: object = {}, inner: object[] = [{ $group: { _id: "$a" } }]) => ({
  $tumblingWindow: { interval: { size: 1, unit: "hour" }, pipeline: inner, ...more },
});

const change = (before: object[], after: object[]) =>
  incompatibility(definitionOf(before as never), definitionOf(after as never));

test.each([
  ["nothing", [source, window(), sink], [source, window(), sink]],
  [
    "the order of options, as tools write them anew,",
    [source, window(), sink],
    [
      { $source: { topic: "t", connectionName: "k" } },
      { $tumblingWindow: { pipeline: [{ $group: { _id: "$a" } }], interval: { unit: "hour", size: 1 } } },
      sink,
    ],
  ],
  ["a stateless stage", [source, sink], [source, { $match: { a: 1 } }, sink]],
  ["the sink", [source, window(), sink], [source, window(), { $emit: { connectionName: "__testLog" } }]],
  ["a window added", [source, sink], [source, window({}, []), sink]],
  [
    "the inside of a window with $group",
    [source, window(), sink],
    [source, window({}, [{ $group: { _id: "$b" } }, { $limit: 1 }]), sink],
  ],
])("%s may change", (_, before, after) => {
  expect(change(before, after)).toBeUndefined();
});

test.each([
  ["the source", [source, sink], [{ $source: { ...source.$source, topic: "x" } }, sink], "the $source stage cannot be changed"],
  [
    "the window's interval",
    [source, window(), sink],
    [source, window({ interval: { size: 2, unit: "hour" } }), sink],
    "interval of $tumblingWindow cannot be changed",
  ],
  [
    "the window's offset",
    [source, window(), sink],
    [source, window({ offset: { offsetFromUtc: 1 } }), sink],
    "offset of $tumblingWindow cannot be changed",
  ],
  ["the window goes", [source, window(), sink], [source, sink], "the $tumblingWindow stage cannot be removed"],
  [
    "the window's type",
    [source, window(), sink],
    [source, { $sessionWindow: window().$tumblingWindow }, sink],
    "$tumblingWindow cannot become $sessionWindow",
  ],
  [
    "a stage beside a window without $group",
    [source, window({}, [{ $limit: 1 }]), sink],
    [source, { $match: { a: 1 } }, window({}, [{ $limit: 1 }]), sink],
    "a pipeline with $tumblingWindow can only be changed if the window has $group or $sort inside",
  ],
])("%s may not", (_, before, after, reason) => {
  expect(change(before, after)).toBe(reason);
});
