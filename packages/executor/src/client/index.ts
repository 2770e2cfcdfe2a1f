/** Starts and talks to executor processes. Loads neither the engine's runtime nor any connector. */
export { connectorSpecs } from "@millrace/connectors";
export type { LogLevel, RunOrder } from "../protocol.ts";
export { systemClock } from "../system-clock.ts";
export { Executor, type ExecutorOptions } from "./executor.ts";
export type { Loss, Run, RunEnd, TapListener } from "./run.ts";
export type { WatchdogSettings } from "./watchdog.ts";
