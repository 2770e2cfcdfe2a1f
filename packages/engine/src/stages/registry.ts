import { addFields } from "./add-fields.ts";
import { count } from "./count.ts";
import type { Stage } from "./define.ts";
import { emit } from "./emit.ts";
import { group } from "./group.ts";
import { limit } from "./limit.ts";
import { match } from "./match.ts";
import { project } from "./project.ts";
import { replaceRoot } from "./replace-root.ts";
import { replaceWith } from "./replace-with.ts";
import { set } from "./set.ts";
import { sort } from "./sort.ts";
import { source } from "./source.ts";
import { tumblingWindow } from "./tumbling-window.ts";
import { unset } from "./unset.ts";
import { unwind } from "./unwind.ts";

/** The stages that this version has, by name. */
export const stages: ReadonlyMap<string, Stage> = new Map(
  [
    source,
    match,
    addFields,
    set,
    project,
    unset,
    replaceRoot,
    replaceWith,
    unwind,
    tumblingWindow,
    group,
    sort,
    limit,
    count,
    emit,
  ].map((stage): [string, Stage] => [stage.name, stage]),
);
