import { expect, test } from "vitest";
import { eachCommitted, type TransactionalMessage } from "./transactions.ts";

const abort = Buffer.from([0, 0, 0, 0]);
const commit = Buffer.from([0, 0, 0, 1]);

/** `p1` is a record of producer p in a transaction, `pA` its abort marker, `pC` its commit marker, `-` a record outside of transactions. */
function messages(text: string): TransactionalMessage[] {
  return text.split(" ").map((word, offset) => {
    const marker = word.endsWith("A") || word.endsWith("C");
    return {
      offset: String(offset),
      // Every record's key looks like that of an abort marker.
      key: word.endsWith("C") ? commit : abort,
      isControlRecord: marker,
      batchContext: { producerId: word[0] as string, inTransaction: word !== "-" },
    };
  });
}

function committed(text: string, aborted: [string, number][]): string {
  const words = text.split(" ");
  const taken: string[] = [];
  const list = aborted.map(([producerId, first]) => ({ producerId, firstOffset: String(first) }));
  eachCommitted(messages(text), list, ({ offset }) => taken.push(words[Number(offset)] as string));
  return taken.join(" ");
}

test.each([
  ["no transaction", "- - -", [], "- - -"],
  ["a committed one", "p1 p2 pC -", [], "p1 p2 -"],
  ["an aborted one", "p1 p2 pA p3 pC", [["p", 0]], "p3"],
  [
    "two aborted ones of one producer",
    "p1 pA p2 pC p3 pA p4 pC",
    [
      ["p", 0],
      ["p", 4],
    ],
    "p2 p4",
  ],
  [
    "interleaved producers",
    "p1 q1 p2 qC q2 pA q3 qA -",
    [
      ["p", 0],
      ["q", 4],
    ],
    "q1 -",
  ],
  [
    "listed by their end",
    "p1 q1 qA pA -",
    [
      ["q", 1],
      ["p", 0],
    ],
    "-",
  ],
  ["a marker behind the last record", "p1 p2 -", [["p", 0]], "-"],
  ["a start before the first record", "p1 pA p2", [["p", -5]], "p2"],
  ["a record outside of transactions by the same producer id", "p1 - pA", [["p", 0]], "-"],
] as [string, string, [string, number][], string][])("%s", (_name, text, aborted, expected) => {
  expect(committed(text, aborted)).toBe(expected);
});

test("records of formats without transactions pass", () => {
  const taken: string[] = [];
  eachCommitted([{ offset: "0", key: null }], [{ producerId: "p", firstOffset: "0" }], ({ offset }) => taken.push(offset));
  expect(taken).toEqual(["0"]);
});
