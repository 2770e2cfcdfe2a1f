import { describe, expect, test } from "vitest";
import { type ShapeField, Shapes } from "./shapes.ts";

const encoder = new TextEncoder();
const makeShapes = () => new Shapes({ spell: (name) => encoder.encode(`${name}\0`), wrappers: false });

/** Follows a chain of names as far as there is room. */
function follow(shapes: Shapes, names: readonly string[]): ShapeField {
  let field = shapes.root;
  for (const name of names) field = field.follower(name) ?? field;
  return field;
}

describe("shapes", () => {
  test("the field that came last is expected next", () => {
    const { root } = makeShapes();
    const [a, b] = [root.follower("a"), root.follower("b")];
    expect(root.next).toBe(b);
    expect(root.follower("a")).toBe(a);
    expect(root.next).toBe(a);
  });

  test("documents of one shape are made alike, of others not", () => {
    const field = follow(makeShapes(), ["a", "__proto__", "1"]);
    const doc = field.make(["below", 10, 20, 30], 1);
    expect(Object.entries(doc as object)).toEqual([
      ["1", 30],
      ["a", 10],
      ["__proto__", 20],
    ]);
  });

  test("a field has room for 64 followers, a shape for 250 fields, a name for 200 characters", () => {
    const { root } = makeShapes();
    for (let i = 0; i < 64; i++) expect(root.follower(`f${i}`)).toBeDefined();
    expect(root.follower("one more")).toBeUndefined();
    expect(root.follower("f3")).toBeDefined();
    expect(
      follow(
        makeShapes(),
        Array.from({ length: 400 }, (_, i) => `f${i}`),
      ).names,
    ).toHaveLength(250);
    expect(makeShapes().root.follower("n".repeat(201))).toBeUndefined();
  });

  test("beyond 20,000 fields all is forgotten", () => {
    const shapes = makeShapes();
    const first = shapes.root;
    const many = Array.from({ length: 150 }, (_, i) => `f${i}`);
    for (let i = 0; i < 200 && shapes.root === first; i++) {
      follow(shapes, [`s${i % 15}`, `t${i >> 4}`, ...many]);
      const known = follow(shapes, ["known"]);
      for (let use = 0; use < 700; use++) known.make([1], 0);
      expect(shapes.fields).toBeLessThan(20_200);
    }
    expect(shapes.root).not.toBe(first);
    expect(shapes.fields).toBeLessThan(5);
  });

  test("where names are ever new, learning ends; where shapes come back, it goes on", () => {
    const shapes = makeShapes();
    const known = follow(shapes, ["id", "name"]);
    for (let i = 0; i < 5000; i++) follow(shapes, [`f${i % 12}`, `g${i % 16}`, `h${i % 13}`, `i${i}`]);
    expect(shapes.fields).toBeLessThan(510);
    expect(follow(shapes, ["id", "name"])).toBe(known);
    expect(shapes.root.follower("later")).toBeUndefined();
    for (let i = 0; i < 10; i++) known.make([1, 2], 0);
    expect(shapes.root.follower("later")).toBeDefined();
  });

  test("shapes beyond the first thousand get generated code only when they come often, and are the same", () => {
    const shapes = makeShapes();
    for (let i = 0; i < 1200; i++) {
      for (let use = 0; use < 6; use++) follow(shapes, ["paying"]).make([1], 0);
      const names = [i % 11, Math.floor(i / 11) % 11, Math.floor(i / 121)].map((digit) => `f${digit}`);
      const field = follow(shapes, names);
      for (let use = 0; use < 2; use++)
        expect(field.make([1, 2, i], 0)).toEqual({ [names[0]!]: 1, [names[1]!]: 2, [names[2]!]: i });
    }
    expect(shapes.compiled).toBe(1000);
    const field = follow(shapes, ["f1", "f1", "f9"]);
    for (let use = 0; use < 60; use++) field.make([1, 2, 3], 0);
    expect(shapes.compiled).toBe(1001);
  });
});
