/** What is read of `$geoWithin` and `$geoIntersects`. */
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { getOwn } from "../../values/names.ts";
import { isDocument } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import type { QueryParser } from "../parser.ts";
import { type Geometry, GeometryProblem, geometryOf } from "./geometry.ts";
import { type Shape, shapeOf } from "./sphere.ts";

const strictWinding = "urn:x-mongodb:crs:strictwinding:EPSG:4326";
const usual = new Set<Value>(["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", strictWinding]);

/** The only entry of an operator's object; reports what is not one of `names`. */
export function readShape(
  operator: string,
  names: readonly string[],
  node: DefNode,
  pointer: string,
  parser: QueryParser,
): { name: string; value: Value; pointer: string } | undefined {
  const entry = node.kind === "object" && node.entries.length === 1 ? node.entries[0] : undefined;
  if (entry === undefined || !names.includes(entry.key)) {
    parser.problems.shape(pointer, `${operator} takes an object with one of ${names.join(", ")}.`);
    return undefined;
  }
  const place = below(pointer, entry.key);
  return { name: entry.key, value: parser.value(entry.value, place), pointer: place };
}

/** The geometry of a query, made ready when it is first needed. Reports what is no geometry. */
export function readGeometry(
  value: Value,
  pointer: string,
  parser: QueryParser,
  check: (geometry: Geometry, value: Value) => void = () => {},
): () => Shape {
  try {
    const geometry = geometryOf(value);
    const left = readReferenceSystem(value) === strictWinding;
    check(geometry, value);
    let shape: Shape | undefined;
    return () => {
      shape ??= shapeOf(geometry, left);
      return shape;
    };
  } catch (error) {
    if (!(error instanceof GeometryProblem)) throw error;
    parser.problems.shape(pointer, error.message);
    return () => ({ points: [], lines: [], polygons: [] });
  }
}

/** The name of the coordinate reference system that a geometry gives. */
function readReferenceSystem(value: Value): Value {
  const system = isDocument(value) ? getOwn(value, "crs") : undefined;
  if (system === undefined) return undefined;
  const properties = isDocument(system) && getOwn(system, "type") === "name" ? getOwn(system, "properties") : undefined;
  const name = isDocument(properties) ? getOwn(properties, "name") : undefined;
  if (usual.has(name)) return name;
  throw new GeometryProblem(`The coordinate reference system must be one of ${[...usual].join(", ")}.`);
}
