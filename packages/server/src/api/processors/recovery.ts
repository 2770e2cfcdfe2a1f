import type { Store } from "../../store/store.ts";
import type { ProcessorRuntime } from "../../supervisor/runtime.ts";
import { listProcessorsByDesiredState } from "./repository.ts";
import { finishRemoval } from "./service.ts";

/** Finishes the removals that a crash cut short. */
export async function finishRemovals({ store, runtime }: { store: Store; runtime: ProcessorRuntime }): Promise<void> {
  for (const { id } of await listProcessorsByDesiredState(store.db, "dropped"))
    await finishRemoval({ db: store.db, runtime }, id);
}
