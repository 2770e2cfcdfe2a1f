/** The accumulators of `$group` as window functions. */
import { compileGroup, type GroupEntry, type GroupKey } from "../../accumulators/group.ts";
import { type DefObject, definitionOf } from "../../definition/index.ts";
import type { Value } from "../../values/types.ts";
import { objectOf } from "../nodes.ts";
import { PlainRecord } from "../record.ts";
import type { Compute, Frame, WindowPlace } from "./define.ts";

/**
 * An accumulator over the frame of each document. A frame that only grows at its end is continued; any other is computed anew,
 * so a sliding window of w documents costs w steps a document.
 */
export function parseAccumulated(accumulator: DefObject, place: WindowPlace): Compute {
  // The place of a problem is that of the accumulator, not of the group that it stands in here.
  const within = place.pointer.slice(0, place.pointer.lastIndexOf("/"));
  const compiled = compileGroup(objectOf({ _id: definitionOf(null), value: accumulator }), { outer: place.options.outer });
  if (!compiled.ok) {
    const moved = compiled.problems.map((problem) => ({ ...problem, pointer: within + problem.pointer.replace(/^\/value/, "") }));
    place.parser.problems.take(moved);
    return ({ documents }) => documents.map(() => null);
  }
  const program = compiled.value;
  return ({ documents, host, frame }) => {
    const empty = { frame: { from: 0, to: 0 } as Frame, groups: new Map<GroupKey, GroupEntry>(), result: undefined as Value };
    let current = empty;
    return documents.map((_, index) => {
      const { from, to } = frame(index);
      const goesOn = from === current.frame.from && to >= current.frame.to;
      if (goesOn && to === current.frame.to && to > from) return current.result;
      const start = goesOn ? current.frame.to : from;
      const groups = goesOn ? current.groups : new Map<GroupKey, GroupEntry>();
      for (let next = start; next < to; next++) program.add(groups, new PlainRecord(documents[next]!), next, host.context);
      const [entry] = groups.values();
      current = {
        frame: { from, to },
        groups,
        result: entry === undefined ? emptyResult(accumulator) : program.result(entry).value,
      };
      return current.result;
    });
  };
}

/** What an accumulator gives for a window without documents. */
function emptyResult(accumulator: DefObject): Value {
  switch (accumulator.entries[0]?.key) {
    case "$sum":
    case "$count":
      return 0;
    case "$push":
    case "$addToSet":
    case "$concatArrays":
    case "$setUnion":
      return [];
    default:
      return null;
  }
}
