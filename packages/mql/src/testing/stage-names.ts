import { arrayStagesByName } from "../collections/registry.ts";
import { perDocumentStages } from "../stages/registry.ts";

/** The names of all stages. */
export function stageNames(): string[] {
  return [...perDocumentStages, ...arrayStagesByName().keys()];
}
