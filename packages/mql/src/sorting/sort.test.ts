import { expect, test } from "vitest";
import { type Document, decodeJson, definitionOf, type Value } from "../index.ts";
import { Double } from "../values/classes.ts";
import { compileSort } from "./sort.ts";

function sorted(spec: Document, documents: Document[]): Document[] {
  const compiled = compileSort(definitionOf(spec));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return [...documents].sort(compiled.value);
}

const values = (spec: Document, list: Value[]) =>
  sorted(
    spec,
    list.map((a) => ({ a })),
  ).map((doc) => doc.a);

test("several keys, ascending and descending; equal documents keep their order", () => {
  const documents = [
    { a: 1, b: 1, n: 0 },
    { a: 2, b: 1, n: 1 },
    { a: 1, b: 2, n: 2 },
    { a: new Double(1), b: 2, n: 3 },
  ];
  expect(sorted({ a: -1, b: 1 }, documents).map((doc) => doc.n)).toEqual([1, 0, 2, 3]);
});

test("types sort in their order; missing counts as null", () => {
  expect(values({ a: 1 }, ["x", 5, { z: 1 }, null, true])).toEqual([null, 5, "x", { z: 1 }, true]);
  expect(sorted({ a: 1 }, [{ n: 0 }, { a: null, n: 1 }, { n: 2 }]).map((doc) => doc.n)).toEqual([0, 1, 2]);
});

test("an array counts as its smallest element upwards, its largest downwards; an empty one comes before null", () => {
  expect(values({ a: 1 }, [[5, 1], 2, [3], [], null])).toEqual([[], null, [5, 1], 2, [3]]);
  expect(values({ a: -1 }, [[5, 1], 2, [3], [], null])).toEqual([[5, 1], [3], 2, null, []]);
});

test("dotted paths lead into documents and through arrays", () => {
  const documents = [{ a: { b: 3 } }, { a: [{ b: 4 }, { b: 1 }] }, { a: { b: 2 } }, { a: 5 }];
  expect(sorted({ "a.b": 1 }, documents)).toEqual([documents[3], documents[1], documents[2], documents[0]]);
  expect(sorted({ "a.b": -1 }, documents)).toEqual([documents[1], documents[0], documents[2], documents[3]]);
});

test("names of Object.prototype are missing unless a document has them", () => {
  const parsed = (text: string) => decodeJson(text) as Document;
  const documents = [parsed('{"constructor":1}'), parsed("{}")];
  expect(sorted(parsed('{"constructor":1}'), documents)).toEqual([documents[1], documents[0]]);
});

test("wrong specifications are told with their place", () => {
  const problems = (spec: Value) => {
    const compiled = compileSort(definitionOf(spec), { pointer: "/2/$sort" });
    return compiled.ok ? [] : compiled.problems.map(({ code, pointer }) => `${code} ${pointer}`);
  };
  expect(problems({ a: 2, b: "x", "c..d": 1 })).toEqual(["72 /2/$sort/a", "72 /2/$sort/b", "9 /2/$sort/c..d"]);
  expect(problems({})).toEqual(["9 /2/$sort"]);
  expect(problems([1])).toEqual(["9 /2/$sort"]);
});
