import { encodeJson } from "@millrace/mql";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import type { Schemas } from "../generated/schemas.ts";
import { parseJsonObject, Verbatim } from "../json.ts";
import type { StoredWorkspace } from "../workspaces/repository.ts";
import type { StoredProcessor } from "./repository.ts";

type Tier = NonNullable<Schemas["StreamsProcessor"]["tier"]>;

/** A processor as the answer of its creation shows it: what was sent, plus id and state. */
export function presentNewProcessor(processor: StoredProcessor): Schemas["StreamsProcessor"] {
  return {
    _id: processor.id,
    failoverEnabled: processor.failoverEnabled,
    name: processor.name,
    options: presentOptions(processor),
    pipeline: new Verbatim(processor.pipeline),
    state: "CREATED",
    tier: processor.tier as Tier | undefined,
  };
}

/** A processor as it is: with a state that never is one in between, and statistics once it has run (admin-api.md 10.4). */
export async function presentProcessor(
  runtime: ProcessorRuntime,
  workspace: StoredWorkspace,
  processor: StoredProcessor,
): Promise<Schemas["StreamsProcessorWithStats"]> {
  const stats = await runtime.stats(processor.id);
  return {
    _id: processor.id,
    effectiveTier: processor.effectiveTier as Tier | undefined,
    failoverEnabled: processor.failoverEnabled,
    name: processor.name,
    options: presentOptions(processor),
    pipeline: new Verbatim(processor.pipeline),
    state: runtime.state(processor.id).shown,
    stats: stats && parseJsonObject(encodeJson(stats, { format: "basic", dateFormat: "ISO8601" })),
    tier: (processor.tier ?? processor.effectiveTier ?? workspace.tier) as Tier,
  };
}

function presentOptions(processor: StoredProcessor): Schemas["StreamsOptions"] | undefined {
  return processor.options === undefined ? undefined : (parseJsonObject(processor.options) as Schemas["StreamsOptions"]);
}
