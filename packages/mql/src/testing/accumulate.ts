/** A group computed in parts that are stored, read back and merged, as checkpoints and shared windows do it. */
import { compileGroup, type GroupEntry, type GroupKey, type GroupProgram } from "../accumulators/group.ts";
import { decodeBson, encodeBson } from "../codecs/index.ts";
import type { Compiled } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import type { Document, Value } from "../values/types.ts";
import { TestRecord, testContext } from "./record.ts";

/**
 * The documents of `{ $group: spec }` over the input, computed in every way that must give the same: in one piece; and cut in
 * two at each place, where both parts are encoded to BSON, decoded, and merged, the second into the first and the other way
 * round. The first result is that of the whole piece.
 */
export function accumulateInParts(spec: DefNode, input: readonly Document[]): Compiled<() => Document[][]> {
  const compiled = compileGroup(spec);
  if (!compiled.ok) return compiled;
  const program = compiled.value;
  const part = (from: number, to: number) => {
    const groups = new Map<GroupKey, GroupEntry>();
    for (let at = from; at < to; at++) program.add(groups, new TestRecord(input[at]!), at, testContext);
    return groups;
  };
  const run = () => {
    const results = [documents(program, part(0, input.length))];
    for (let cut = 0; cut <= input.length; cut++) {
      for (const forwards of [true, false]) {
        const parts = [stored(program, part(0, cut)), stored(program, part(cut, input.length))] as const;
        results.push(documents(program, forwards ? merged(program, parts[0], parts[1]) : merged(program, parts[1], parts[0])));
      }
    }
    return results;
  };
  return { ok: true, value: run };
}

function documents(program: GroupProgram, groups: Map<GroupKey, GroupEntry>): Document[] {
  return [...groups.values()].map((entry) => program.result(entry));
}

function stored(program: GroupProgram, groups: Map<GroupKey, GroupEntry>): Map<GroupKey, GroupEntry> {
  const read = (value: Value) => program.decode(decodeBson(encodeBson({ value })).value);
  return new Map([...groups].map(([key, entry]) => [key, read(program.encode(entry))]));
}

function merged(program: GroupProgram, into: Map<GroupKey, GroupEntry>, from: Map<GroupKey, GroupEntry>) {
  for (const [key, entry] of from) {
    const known = into.get(key);
    if (known === undefined) into.set(key, entry);
    else program.merge(known, entry);
  }
  return into;
}
