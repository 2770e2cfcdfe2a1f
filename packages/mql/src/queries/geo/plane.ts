/** Legacy shapes on a plane: boxes, circles and polygons over coordinate pairs. */
import type { Position } from "./geometry.ts";

/** Whether a point is in a box with two opposite corners; the boundary belongs to it. */
export function isInBox([x, y]: Position, [[x1, y1], [x2, y2]]: readonly [Position, Position]): boolean {
  return x >= Math.min(x1, x2) && x <= Math.max(x1, x2) && y >= Math.min(y1, y2) && y <= Math.max(y1, y2);
}

export function isInCircle([x, y]: Position, [centreX, centreY]: Position, radius: number): boolean {
  return Math.hypot(x - centreX, y - centreY) <= radius;
}

/** Whether a point is in a polygon, whose last corner is joined to the first; the boundary belongs to it. */
export function isInPolygon([x, y]: Position, corners: readonly Position[]): boolean {
  let inside = false;
  for (const [index, [x1, y1]] of corners.entries()) {
    const [x2, y2] = corners[(index + 1) % corners.length]!;
    const side = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
    const between = Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2);
    if (side === 0 && between) return true;
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
