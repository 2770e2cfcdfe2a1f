import type { FastifyBaseLogger } from "fastify";
import type { Store } from "../../store/store.ts";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import { listProcessorsByDesiredState } from "./repository.ts";
import { finishRemoval } from "./service.ts";

/** Finishes the removals that a crash cut short. One that fails again leaves its processor, stopped, and is logged. */
export async function finishRemovals(deps: { store: Store; runtime: ProcessorRuntime }, log: FastifyBaseLogger): Promise<void> {
  const { db } = deps.store;
  for (const { id, name } of await listProcessorsByDesiredState(db, "dropped")) {
    await finishRemoval({ db, runtime: deps.runtime }, id).catch((err) => log.error({ err, processor: name }, "removal failed"));
  }
}
