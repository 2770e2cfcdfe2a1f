import type { FastifyBaseLogger } from "fastify";
import type { Store } from "../../store/store.ts";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import { finishRemoval } from "./lifecycle.ts";
import { listProcessorsByDesiredState } from "./repository.ts";

/** Finishes the removals that a crash cut short. One that fails again leaves its processor, stopped, and is logged. */
export async function finishRemovals(deps: { store: Store; runtime: ProcessorRuntime }, log: FastifyBaseLogger): Promise<void> {
  const { db } = deps.store;
  for (const processor of await listProcessorsByDesiredState(db, "dropped")) {
    const removal = finishRemoval({ db, runtime: deps.runtime }, processor);
    await removal.catch((err) => log.error({ err, processorId: processor.id }, "Removal failed"));
  }
}
