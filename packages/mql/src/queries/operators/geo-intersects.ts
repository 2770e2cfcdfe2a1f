import { defineFieldOperator } from "../define.ts";
import { geometryOfField } from "../geo/geometry.ts";
import { readGeometry, readShape } from "../geo/read.ts";
import { intersects, shapeOf } from "../geo/sphere.ts";
import { everything, field } from "../tree.ts";

/** $geoIntersects: geometries on the sphere that have a point in common with a GeoJSON geometry. */
export const geoIntersects = defineFieldOperator({
  name: "$geoIntersects",
  parse: (parser, node, pointer, path) => {
    const given = readShape("$geoIntersects", ["$geometry"], node, pointer, parser);
    if (given === undefined) return everything;
    const shape = readGeometry(given.value, given.pointer, parser);
    return field(path, {
      items: true,
      accepts: (value) => {
        const geometry = geometryOfField(value);
        return geometry !== undefined && intersects(shapeOf(geometry), shape());
      },
    });
  },
  docs: {
    syntax: "{ field: { $geoIntersects: { $geometry: geometry } } }",
    summary: "Selects documents with a geometry that has a point in common with another.",
    examples: [
      {
        in: {
          path: {
            type: "LineString",
            coordinates: [
              [-5, 5],
              [5, 5],
            ],
          },
        },
        query: {
          path: {
            $geoIntersects: {
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
      {
        in: { at: { type: "Point", coordinates: [20, 20] } },
        query: {
          at: {
            $geoIntersects: {
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
        out: false,
      },
    ],
  },
});
