export { checkpointFormatVersion } from "./recovery.ts";
export { type CheckpointOptions, fileCheckpoints } from "./store.ts";
