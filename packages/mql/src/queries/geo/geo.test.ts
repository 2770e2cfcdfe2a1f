import { expect, test } from "vitest";
import { definitionOf } from "../../definition/index.ts";
import type { Value } from "../../values/types.ts";
import { compileMatch } from "../match.ts";

const ring = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 0],
];

test.each<[Value, string]>([
  [{ $geoWithin: 5 }, "/a/$geoWithin: $geoWithin takes an object with one of $geometry, $box, $polygon, $center, $centerSphere."],
  [{ $geoIntersects: { $box: [] } }, "/a/$geoIntersects: $geoIntersects takes an object with one of $geometry."],
  [{ $geoIntersects: { $geometry: { type: "Circle" } } }, "The type of a geometry must be one of Point, MultiPoint"],
  [{ $geoIntersects: { $geometry: { type: "Point", coordinates: [181, 0] } } }, "between -180 and 180"],
  [{ $geoIntersects: { $geometry: { type: "Point", coordinates: ["x", 0] } } }, "array of a longitude and a latitude"],
  [{ $geoIntersects: { $geometry: { type: "LineString", coordinates: [[0, 0]] } } }, "at least 2 items"],
  [{ $geoWithin: { $geometry: { type: "Point", coordinates: [0, 0] } } }, "must be a Polygon or a MultiPolygon"],
  [{ $geoWithin: { $geometry: { type: "Polygon", coordinates: [ring.slice(0, 3)] } } }, "at least 4 items"],
  [{ $geoWithin: { $geometry: { type: "Polygon", coordinates: [[...ring.slice(0, 3), [0, 1]]] } } }, "the first one again"],
  [
    { $geoWithin: { $geometry: { type: "Polygon", coordinates: [ring], crs: { type: "name" } } } },
    "reference system must be one of",
  ],
  [{ $geoWithin: { $box: [[0, 0]] } }, "/a/$geoWithin/$box: $box takes an array of two corners."],
  [{ $geoWithin: { $polygon: [[0, 0]] } }, "at least three corners"],
  [{ $geoWithin: { $center: [[0, 0], -1] } }, "which must not be negative"],
  [{ $geoWithin: { $centerSphere: [[0, 0]] } }, "a centre and a radius"],
])("%j is refused", (condition, said) => {
  const compiled = compileMatch(definitionOf({ a: condition }));
  const problems = compiled.ok ? [] : compiled.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  expect(problems).toEqual([expect.stringContaining(said)]);
});
