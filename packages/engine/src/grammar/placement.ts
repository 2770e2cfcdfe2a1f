/** Where a stage may stand (engine.md 2.2). */
export interface Placement {
  /**
   * In the main pipeline: `first` (the source), `last` (sinks), `one` (windows: one a pipeline), `middle` (neither first nor last),
   * `any` (a sink when last), `yes`, or `no`.
   */
  main: "first" | "last" | "one" | "middle" | "any" | "yes" | "no";
  /** In the inner pipeline of a window. */
  window: boolean;
}

const everywhere: Placement = { main: "yes", window: true };
const mainOnly: Placement = { main: "yes", window: false };
const windowOnly: Placement = { main: "no", window: true };
const sink: Placement = { main: "last", window: false };
const window: Placement = { main: "one", window: false };

/** Every stage of the language, whether this version has it or not. */
export const placements: ReadonlyMap<string, Placement> = new Map<string, Placement>([
  ["$source", { main: "first", window: false }],
  ["$addFields", everywhere],
  ["$set", everywhere],
  ["$project", everywhere],
  ["$replaceRoot", everywhere],
  ["$replaceWith", everywhere],
  ["$match", everywhere],
  ["$redact", everywhere],
  ["$unset", everywhere],
  ["$unwind", everywhere],
  ["$validate", everywhere],
  ["$lookup", everywhere],
  ["$https", { main: "any", window: true }],
  ["$externalFunction", { main: "any", window: true }],
  ["$group", windowOnly],
  ["$sort", windowOnly],
  ["$count", windowOnly],
  ["$limit", windowOnly],
  ["$tumblingWindow", window],
  ["$hoppingWindow", window],
  ["$sessionWindow", window],
  ["$cachedLookup", mainOnly],
  ["$setStreamMeta", mainOnly],
  ["$throttle", mainOnly],
  ["$vectorSearch", { main: "middle", window: false }],
  ["$merge", sink],
  ["$emit", sink],
  ["$iceberg", sink],
]);

/** Stages of the database's aggregation language that streams do not have (engine.md 2.2). */
export const databaseStages: ReadonlySet<string> = new Set([
  "$bucket",
  "$bucketAuto",
  "$changeStream",
  "$changeStreamSplitLargeEvent",
  "$collStats",
  "$currentOp",
  "$densify",
  "$documents",
  "$facet",
  "$fill",
  "$geoNear",
  "$graphLookup",
  "$indexStats",
  "$listClusterCatalog",
  "$listLocalSessions",
  "$listSampledQueries",
  "$listSearchIndexes",
  "$listSessions",
  "$out",
  "$planCacheStats",
  "$querySettings",
  "$queryStats",
  "$rankFusion",
  "$rerank",
  "$sample",
  "$score",
  "$scoreFusion",
  "$search",
  "$searchMeta",
  "$setWindowFields",
  "$shardedDataDistribution",
  "$skip",
  "$sortByCount",
  "$unionWith",
]);
