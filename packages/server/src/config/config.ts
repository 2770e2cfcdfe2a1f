import type { ProcessorSettings } from "./processor-settings.ts";

/** Effective configuration of a server. Holds no secret. Paths are absolute. */
export interface Config {
  host: string;
  /** 0: a free one. */
  port: number;
  wirePort: number;
  clusterPort: number;
  data: string;
  config?: string;
  /** Begins links in answers; default: where the server listens. */
  publicUrl?: string;
  shutdownTimeoutMs: number;
  /** No executor's heap is larger. */
  memoryMb: number;
  demo: boolean;
  readyFile?: string;
  deadLetters: string;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  logFormat: "auto" | "text" | "json";
  processors: ProcessorSettings[];
}

/** A configuration that cannot be used. The message has one line a problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** 1: values are wrong; 2: the file cannot be read (design 8). */
  readonly exitCode: 1 | 2;

  constructor(exitCode: 1 | 2, problems: readonly string[]) {
    super(problems.join("\n"));
    this.exitCode = exitCode;
  }
}
