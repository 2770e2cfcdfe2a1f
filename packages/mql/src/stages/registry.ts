import { addFields, set } from "./add-fields.ts";
import type { StageSpec } from "./define.ts";
import { match } from "./match.ts";
import { project } from "./project.ts";
import { redact } from "./redact.ts";
import { replaceRoot, replaceWith } from "./replace-root.ts";
import { unset } from "./unset.ts";
import { unwind } from "./unwind.ts";

/** The stages that work on one document at a time. */
const specs: readonly StageSpec[] = [addFields, match, project, redact, replaceRoot, replaceWith, set, unset, unwind];

export const stagesByName: ReadonlyMap<string, StageSpec> = new Map(specs.map((spec) => [spec.name, spec]));

/** Names of the stages that `compileRun` knows. */
export const perDocumentStages: readonly string[] = specs.map((spec) => spec.name);
