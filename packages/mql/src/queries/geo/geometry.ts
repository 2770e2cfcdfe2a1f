/** GeoJSON geometries (RFC 7946) and legacy coordinate pairs, checked and taken apart. */
import { getOwn } from "../../values/names.ts";
import { numberOf } from "../../values/numbers.ts";
import { isDocument, isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** Longitude and latitude in degrees; of legacy pairs on a plane, x and y. */
export type Position = readonly [number, number];

/** Rings of at least four positions, the last like the first: the outer one and holes. */
export type Polygon = readonly (readonly Position[])[];

/** A geometry as the points, lines and polygons that it is made of. */
export interface Geometry {
  readonly points: readonly Position[];
  readonly lines: readonly (readonly Position[])[];
  readonly polygons: readonly Polygon[];
}

/** Why something is no geometry; the message is a sentence. */
export class GeometryProblem extends Error {}

const none: Geometry = { points: [], lines: [], polygons: [] };

const deepest = 20;

/** By the name of a type, how its coordinates are read. */
const types = new Map<Value, (coordinates: Value) => Geometry>([
  ["Point", (coordinates) => ({ ...none, points: [positionOf(coordinates)] })],
  ["MultiPoint", (coordinates) => ({ ...none, points: listOf(coordinates, "a MultiPoint", 1).map(positionOf) })],
  ["LineString", (coordinates) => ({ ...none, lines: [lineOf(coordinates)] })],
  ["MultiLineString", (coordinates) => ({ ...none, lines: listOf(coordinates, "a MultiLineString", 1).map(lineOf) })],
  ["Polygon", (coordinates) => ({ ...none, polygons: [polygonOf(coordinates)] })],
  ["MultiPolygon", (coordinates) => ({ ...none, polygons: listOf(coordinates, "a MultiPolygon", 1).map(polygonOf) })],
]);

const typeNames = [...types.keys(), "GeometryCollection"];

/** The geometry that a GeoJSON object describes. Throws GeometryProblem. */
export function geometryOf(value: Value, depth = 0): Geometry {
  if (!isDocument(value)) throw new GeometryProblem("A geometry must be an object with 'type' and 'coordinates'.");
  const type = getOwn(value, "type");
  if (type === "GeometryCollection") {
    if (depth === deepest) throw new GeometryProblem(`Geometry collections may be nested ${deepest} deep at most.`);
    const parts = listOf(getOwn(value, "geometries"), "a GeometryCollection", 0).map((part) => geometryOf(part, depth + 1));
    return {
      points: parts.flatMap((part) => part.points),
      lines: parts.flatMap((part) => part.lines),
      polygons: parts.flatMap((part) => part.polygons),
    };
  }
  const read = types.get(type);
  if (read === undefined) throw new GeometryProblem(`The type of a geometry must be one of ${typeNames.join(", ")}.`);
  return read(getOwn(value, "coordinates"));
}

/** The geometry of a field: GeoJSON, or a pair of coordinates as an array or an object. `undefined` where it is no geometry. */
export function geometryOfField(value: Value): Geometry | undefined {
  const pair = pairOf(value);
  if (pair !== undefined) return isOnEarth(pair) ? { ...none, points: [pair] } : undefined;
  if (!isDocument(value)) return undefined;
  try {
    return geometryOf(value);
  } catch (error) {
    if (error instanceof GeometryProblem) return undefined;
    throw error;
  }
}

/** A pair of numbers: `[x, y]`, or an object whose first two fields are numbers. */
export function pairOf(value: Value): Position | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const items = Array.isArray(value) ? value : isDocument(value) ? Object.values(value) : [];
  if (items.length < 2 || !isNumeric(items[0]) || !isNumeric(items[1])) return undefined;
  const pair: Position = [numberOf(items[0]), numberOf(items[1])];
  return pair.every(Number.isFinite) ? pair : undefined;
}

function isOnEarth([longitude, latitude]: Position): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

function positionOf(value: Value): Position {
  const pair = Array.isArray(value) ? pairOf(value) : undefined;
  if (pair === undefined) throw new GeometryProblem("A position must be an array of a longitude and a latitude.");
  if (!isOnEarth(pair))
    throw new GeometryProblem("A longitude must be between -180 and 180 degrees, a latitude between -90 and 90.");
  return pair;
}

function lineOf(value: Value): Position[] {
  return listOf(value, "a LineString", 2).map(positionOf);
}

function polygonOf(value: Value): Polygon {
  return listOf(value, "a Polygon", 1).map((item) => {
    const ring = listOf(item, "a ring of a Polygon", 4).map(positionOf);
    const [first, last] = [ring[0]!, ring.at(-1)!];
    if (first[0] !== last[0] || first[1] !== last[1])
      throw new GeometryProblem("The last position of a polygon's ring must be the first one again.");
    if (new Set(ring.map(String)).size < 3) throw new GeometryProblem("A polygon's ring must have three different positions.");
    return ring;
  });
}

function listOf(value: Value, what: string, least: number): readonly Value[] {
  if (Array.isArray(value) && value.length >= least) return value;
  throw new GeometryProblem(`The coordinates of ${what} must be an array of at least ${least} items.`);
}
