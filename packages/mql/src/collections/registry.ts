/** All stages over arrays of documents, but for those that work on one document at a time. */
import type { ArrayStage } from "./define.ts";
import { bucket } from "./stages/bucket.ts";
import { bucketAuto } from "./stages/bucket-auto.ts";
import { count } from "./stages/count.ts";
import { densify } from "./stages/densify.ts";
import { documents } from "./stages/documents.ts";
import { facet } from "./stages/facet.ts";
import { fill } from "./stages/fill.ts";
import { graphLookup } from "./stages/graph-lookup.ts";
import { group } from "./stages/group.ts";
import { limit } from "./stages/limit.ts";
import { lookup } from "./stages/lookup.ts";
import { sample } from "./stages/sample.ts";
import { setWindowFields } from "./stages/set-window-fields.ts";
import { skip } from "./stages/skip.ts";
import { sort } from "./stages/sort.ts";
import { sortByCount } from "./stages/sort-by-count.ts";
import { unionWith } from "./stages/union-with.ts";

let byName: ReadonlyMap<string, ArrayStage> | undefined;

/** The stages by name. Made at the first use: stages and pipelines import each other. */
export function arrayStagesByName(): ReadonlyMap<string, ArrayStage> {
  byName ??= new Map(
    [
      bucket,
      bucketAuto,
      count,
      densify,
      documents,
      facet,
      fill,
      graphLookup,
      group,
      limit,
      lookup,
      sample,
      setWindowFields,
      skip,
      sort,
      sortByCount,
      unionWith,
    ].map((stage) => [stage.name, stage]),
  );
  return byName;
}
