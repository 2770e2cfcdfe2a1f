/** Geometry on the sphere: edges are parts of great circles; a polygon is the smaller side of its ring. */
import type * as D3 from "d3-geo";
import { MqlError } from "../../errors.ts";
import type { Geometry, Polygon, Position } from "./geometry.ts";

type Vector = readonly [number, number, number];
type Arc = readonly [Vector, Vector];

/** Part of the earth's radius within which things touch: 6 µm. */
const touching = 1e-12;

/** Area of the sphere's half, in steradians. */
const hemisphere = 2 * Math.PI;

let library: typeof D3 | undefined;

/** Loads the library that tells whether a polygon contains a point; afterwards geometries can be compared. */
export async function loadGeometry(): Promise<void> {
  library ??= await import("d3-geo");
}

function d3(): typeof D3 {
  if (library === undefined) throw new MqlError(2, "The library for geometries is not loaded");
  return library;
}

/** A geometry made ready for comparing. */
export interface Shape {
  readonly points: readonly { readonly position: Position; readonly vector: Vector }[];
  readonly lines: readonly (readonly Arc[])[];
  readonly polygons: readonly Area[];
}

interface Area {
  /** Rings that turn as the library wants them. */
  readonly polygon: Polygon;
  readonly rings: readonly (readonly Arc[])[];
}

/** @param windingCounts whether the area is to the left of a ring, rather than on its smaller side */
export function shapeOf(geometry: Geometry, windingCounts = false): Shape {
  return {
    points: geometry.points.map((position) => ({ position, vector: vectorOf(position) })),
    lines: geometry.lines.map(arcsOf),
    polygons: geometry.polygons.map((polygon) => {
      const turned = polygon.map((ring, index) => (windingCounts ? ring.toReversed() : turn(ring, index > 0)));
      return { polygon: turned, rings: polygon.map(arcsOf) };
    }),
  };
}

/** The library takes what is to the right of a ring as its inside: the smaller side, of holes the larger one. */
function turn(ring: readonly Position[], hole: boolean): readonly Position[] {
  const large = d3().geoArea({ type: "Polygon", coordinates: [ring as [number, number][]] }) > hemisphere;
  return large === hole ? ring : ring.toReversed();
}

/** Whether everything of `inner` is within one of the areas of `outer`; a boundary belongs to its area. */
export function isWithin(inner: Shape, outer: Shape): boolean {
  return (
    inner.points.every(({ position, vector }) => outer.polygons.some((area) => covers(area, position, vector))) &&
    inner.lines.every((line) => outer.polygons.some((area) => coversLine(area, line))) &&
    inner.polygons.every((polygon) => outer.polygons.some((area) => coversArea(area, polygon)))
  );
}

/** Whether two geometries have a point in common. */
export function intersects(a: Shape, b: Shape): boolean {
  return touches(a, b) || touches(b, a);
}

/** Whether a point or a line of `a` meets `b`, or a polygon of `a` one of `b`. */
function touches(a: Shape, b: Shape): boolean {
  return (
    a.points.some(
      ({ position, vector }) =>
        b.points.some((other) => distance(vector, other.vector) <= touching) ||
        b.lines.some((line) => isOn(vector, line)) ||
        b.polygons.some((area) => covers(area, position, vector)),
    ) ||
    a.lines.some((line) => b.lines.some((other) => linesMeet(line, other)) || b.polygons.some((area) => meetsArea(line, area))) ||
    a.polygons.some((area) => b.polygons.some((other) => area.rings.some((ring) => meetsArea(ring, other))))
  );
}

function meetsArea(line: readonly Arc[], area: Area): boolean {
  const [start] = line[0]!;
  return covers(area, positionOf(start), start) || area.rings.some((ring) => linesMeet(line, ring));
}

function covers({ polygon, rings }: Area, position: Position, vector: Vector): boolean {
  return rings.some((ring) => isOn(vector, ring)) || contains(polygon, position);
}

function contains(polygon: Polygon, position: Position): boolean {
  return d3().geoContains(
    { type: "Polygon", coordinates: polygon as unknown as [number, number][][] },
    position as [number, number],
  );
}

/** An edge may touch the boundary but not cross it, and its middle must be inside too: both its ends may be on the boundary. */
function coversLine(area: Area, line: readonly Arc[]): boolean {
  return line.every(([start, end]) => {
    const middle = normalised(add(start, end));
    return (
      [start, end, middle].every((vector) => covers(area, positionOf(vector), vector)) &&
      !area.rings.some((ring) => ring.some((edge) => arcsCross([start, end], edge)))
    );
  });
}

function coversArea(area: Area, inner: Area): boolean {
  if (!inner.rings.every((ring) => coversLine(area, ring))) return false;
  // A hole inside of the inner polygon is not covered.
  return area.rings
    .slice(1)
    .every((hole) => hole.every(([corner]) => isOnRing(corner, inner) || !contains(inner.polygon, positionOf(corner))));
}

function isOnRing(vector: Vector, { rings }: Area): boolean {
  return rings.some((ring) => isOn(vector, ring));
}

function linesMeet(a: readonly Arc[], b: readonly Arc[]): boolean {
  return a.some((one) => b.some((other) => arcsMeet(one, other)));
}

function arcsMeet(a: Arc, b: Arc): boolean {
  return isOn(a[0], [b]) || isOn(a[1], [b]) || isOn(b[0], [a]) || isOn(b[1], [a]) || arcsCross(a, b);
}

/** Whether two arcs cross at a point that is an end of neither. */
function arcsCross([a, b]: Arc, [c, d]: Arc): boolean {
  const ab = cross(a, b);
  const cd = cross(c, d);
  const sides = [-dot(ab, c), dot(ab, d), -dot(cd, b), dot(cd, a)];
  if (sides.some((side) => Math.abs(side) <= touching * touching)) return false;
  return new Set(sides.map(Math.sign)).size === 1;
}

/** Whether a point is on one of the arcs. */
function isOn(point: Vector, arcs: readonly Arc[]): boolean {
  return arcs.some(([a, b]) => {
    if (distance(point, a) <= touching || distance(point, b) <= touching) return true;
    const normal = cross(a, b);
    const length = Math.sqrt(dot(normal, normal));
    if (length <= touching || Math.abs(dot(point, normal)) > touching * length) return false;
    return dot(cross(a, point), normal) >= 0 && dot(cross(point, b), normal) >= 0;
  });
}

/** Angle between two positions in radians. */
export function angleBetween(a: Position, b: Position): number {
  return 2 * Math.asin(Math.min(1, distance(vectorOf(a), vectorOf(b)) / 2));
}

function arcsOf(line: readonly Position[]): Arc[] {
  const vectors = line.map(vectorOf);
  return vectors.slice(1).map((vector, index) => [vectors[index]!, vector]);
}

function vectorOf([longitude, latitude]: Position): Vector {
  const [lambda, phi] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

function positionOf([x, y, z]: Vector): Position {
  return [(Math.atan2(y, x) * 180) / Math.PI, (Math.asin(Math.max(-1, Math.min(1, z))) * 180) / Math.PI];
}

function distance(a: Vector, b: Vector): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function normalised(a: Vector): Vector {
  const length = Math.sqrt(dot(a, a)) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
