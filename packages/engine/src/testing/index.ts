/** Test kit: runs a processor on given inputs with a virtual clock, crashes it anywhere, restores it. Users get it too. */
export { Crashed, type FileFault, type FileOperation, MemoryFiles } from "./files.ts";
export { Harness, type HarnessOptions, harness } from "./harness.ts";
export { MemoryCheckpoints } from "./memory-checkpoints.ts";
export type { Result } from "./memory-sink.ts";
export type { GivenRecord } from "./memory-source.ts";
export { VirtualClock } from "./virtual-clock.ts";
