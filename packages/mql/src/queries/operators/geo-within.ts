import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineFieldOperator } from "../define.ts";
import { type Geometry, GeometryProblem, geometryOfField, type Position, pairOf } from "../geo/geometry.ts";
import { isInBox, isInCircle, isInPolygon } from "../geo/plane.ts";
import { readGeometry, readShape } from "../geo/read.ts";
import { angleBetween, isWithin, shapeOf } from "../geo/sphere.ts";
import { everything, field } from "../tree.ts";

/** Legacy shapes: conditions on a position. Those on the plane are for points only. */
const shapes: Readonly<Record<string, (value: Value) => (position: Position) => boolean>> = {
  $box: (value) => {
    const corners = positionsOf(value, 2, 2, "$box takes an array of two corners.") as [Position, Position];
    return (position) => isInBox(position, corners);
  },
  $polygon: (value) => {
    const corners = positionsOf(value, 3, Number.POSITIVE_INFINITY, "$polygon takes an array of at least three corners.");
    return (position) => isInPolygon(position, corners);
  },
  $center: (value) => {
    const { centre, radius } = circleOf(value, "$center");
    return (position) => isInCircle(position, centre, radius);
  },
  $centerSphere: (value) => {
    const { centre, radius } = circleOf(value, "$centerSphere");
    return (position) => angleBetween(position, centre) <= radius;
  },
};

/** $geoWithin: geometries that lie in an area: a polygon on the sphere, or a legacy shape. A boundary belongs to its area. */
export const geoWithin = defineFieldOperator({
  name: "$geoWithin",
  parse: (parser, node, pointer, path) => {
    const given = readShape("$geoWithin", ["$geometry", ...Object.keys(shapes)], node, pointer, parser);
    if (given === undefined) return everything;
    if (given.name === "$geometry") {
      const area = readGeometry(given.value, given.pointer, parser, checkArea);
      return onGeometry(path, (geometry) => isWithin(shapeOf(geometry), area()));
    }
    try {
      const contains = shapes[given.name]!(given.value);
      const sphere = given.name === "$centerSphere";
      return sphere ? onGeometry(path, (geometry) => positionsIn(geometry).every(contains)) : onPoint(path, contains);
    } catch (error) {
      if (!(error instanceof GeometryProblem)) throw error;
      parser.problems.shape(given.pointer, error.message);
      return everything;
    }
  },
  docs: {
    syntax:
      "{ field: { $geoWithin: { $geometry: geometry } } } or { field: { $geoWithin: { $box: [corner, corner] } } }, { $polygon: [corner, …] }, { $center: [centre, radius] }, { $centerSphere: [centre, radians] }",
    summary: "Selects documents with a geometry that lies in an area.",
    examples: [
      {
        in: { at: { type: "Point", coordinates: [5, 5] } },
        query: {
          at: {
            $geoWithin: {
              $geometry: {
                type: "Polygon",
                coordinates: [
                  [
                    [0, 0],
                    [10, 0],
                    [10, 10],
                    [0, 10],
                    [0, 0],
                  ],
                ],
              },
            },
          },
        },
        out: true,
      },
      { in: { at: [3, 4] }, query: { at: { $geoWithin: { $center: [[0, 0], 5] } } }, out: true },
      { in: { at: [3, 4.1] }, query: { at: { $geoWithin: { $center: [[0, 0], 5] } } }, out: false },
      {
        in: { at: [1, 1] },
        query: {
          at: {
            $geoWithin: {
              $box: [
                [0, 0],
                [2, 2],
              ],
            },
          },
        },
        out: true,
      },
      {
        in: { at: [3, 1] },
        query: {
          at: {
            $geoWithin: {
              $polygon: [
                [0, 0],
                [4, 0],
                [0, 4],
              ],
            },
          },
        },
        out: true,
      },
    ],
  },
});

function onGeometry(path: readonly string[], accepts: (geometry: Geometry) => boolean) {
  return field(path, {
    items: true,
    accepts: (value) => {
      const geometry = geometryOfField(value);
      return geometry !== undefined && accepts(geometry);
    },
  });
}

function onPoint(path: readonly string[], contains: (position: Position) => boolean) {
  return field(path, {
    items: true,
    accepts: (value) => {
      const pair = pairOf(value);
      if (pair !== undefined) return contains(pair);
      const geometry = geometryOfField(value);
      return geometry?.points.length === 1 && positionsIn(geometry).every(contains);
    },
  });
}

function positionsIn({ points, lines, polygons }: Geometry): readonly Position[] {
  return [...points, ...lines.flat(), ...polygons.flat(2)];
}

function checkArea(geometry: Geometry): void {
  if (geometry.points.length + geometry.lines.length === 0 && geometry.polygons.length > 0) return;
  throw new GeometryProblem("The geometry of $geoWithin must be a Polygon or a MultiPolygon.");
}

function positionsOf(value: Value, least: number, most: number, problem: string): Position[] {
  const items = Array.isArray(value) ? value.map(pairOf) : [];
  if (items.length < least || items.length > most || items.includes(undefined)) throw new GeometryProblem(problem);
  return items as Position[];
}

function circleOf(value: Value, name: string): { centre: Position; radius: number } {
  const [first, second] = Array.isArray(value) ? value : [];
  const centre = pairOf(first);
  const radius = isNumeric(second) ? numberOf(second) : Number.NaN;
  if (centre === undefined || !(radius >= 0) || (value as Value[]).length !== 2)
    throw new GeometryProblem(`${name} takes an array of a centre and a radius, which must not be negative.`);
  return { centre, radius };
}
