import { totalmem } from "node:os";
import type { Config } from "./config.ts";
import { processorSettings } from "./processor-settings.ts";
import { duration, flag, memory, oneOf, port, text, url } from "./values.ts";

/** One setting: the source of flag, environment variable, key in the file, and help. */
export interface Setting<K extends keyof Config = keyof Config> {
  /** Field of {@link Config}. */
  field: K;
  /** Flag without the dashes, and key in the file. `MILLRACE_` and this in capitals with `_` is the variable. */
  name: string;
  /** What stands for the value in help texts; absent for flags without one. */
  value?: string;
  summary: string;
  /** Only in the configuration file. */
  fileOnly?: boolean;
  read(value: unknown): Config[K];
  /** `defaultText` describes it in help texts. */
  fallback: Config[K] | ((config: Partial<Config>) => Config[K]);
  defaultText?: string;
  path?: boolean;
}

function setting<K extends keyof Config>(spec: Setting<K>): Setting {
  return spec as unknown as Setting;
}

/** A free port for every listener where HTTP takes one. */
const freeWithHttp = (usual: number) => (config: Partial<Config>) => (config.port === 0 ? 0 : usual);

/** The machine's or the container's memory, MB. */
function available(): number {
  const limit = process.constrainedMemory();
  return Math.floor(Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY) / 2 ** 20);
}

/** All settings, in the order of help texts. A fallback may look at the fields before it. */
export const settings: readonly Setting[] = [
  setting({
    field: "config",
    name: "config",
    value: "FILE",
    summary: "YAML file with settings",
    read: text,
    fallback: undefined,
    path: true,
  }),
  setting({ field: "host", name: "host", value: "ADDRESS", summary: "address to listen on", read: text, fallback: "127.0.0.1" }),
  setting({
    field: "port",
    name: "port",
    value: "PORT",
    summary: "port of the Admin API; 0 takes free ports",
    read: port,
    fallback: 8080,
  }),
  setting({
    field: "wirePort",
    name: "wire-port",
    value: "PORT",
    summary: "port of the shell endpoint",
    read: port,
    fallback: freeWithHttp(27016),
    defaultText: "27016",
  }),
  setting({
    field: "clusterPort",
    name: "cluster-port",
    value: "PORT",
    summary: "port of the development cluster",
    read: port,
    fallback: freeWithHttp(27018),
    defaultText: "27018",
  }),
  setting({ field: "data", name: "data", value: "DIR", summary: "data directory", read: text, fallback: "./data", path: true }),
  setting({
    field: "publicUrl",
    name: "public-url",
    value: "URL",
    summary: "what links in answers begin with",
    read: url,
    fallback: undefined,
    defaultText: "where it listens",
  }),
  setting({
    field: "shutdownTimeoutMs",
    name: "shutdown-timeout",
    value: "TIME",
    summary: "how long final checkpoints may take when the server ends",
    read: duration,
    fallback: 30_000,
    defaultText: "30s",
  }),
  setting({
    field: "memoryMb",
    name: "memory",
    value: "SIZE",
    summary: "memory that the largest executor may use",
    read: memory,
    fallback: () => Math.max(128, Math.floor(available() * 0.75)),
    defaultText: "three quarters of the machine's",
  }),
  setting({ field: "demo", name: "demo", summary: "make the demo workspace at the first start", read: flag, fallback: true }),
  setting({
    field: "readyFile",
    name: "ready-file",
    value: "FILE",
    summary: "write URL and credentials to this file when ready",
    read: text,
    fallback: undefined,
    path: true,
  }),
  setting({
    field: "deadLetters",
    name: "dead-letters",
    value: "DIR",
    summary: "dead letters of processors without options.dlq",
    read: text,
    fallback: (config) => `${config.data}/dead-letters`,
    defaultText: "<data>/dead-letters",
    path: true,
  }),
  setting({
    field: "logLevel",
    name: "log-level",
    value: "LEVEL",
    summary: "debug, info, warn, error or silent",
    read: oneOf("debug", "info", "warn", "error", "silent"),
    fallback: "info",
  }),
  setting({
    field: "logFormat",
    name: "log-format",
    value: "FORMAT",
    summary: "text, json, or auto: text on a terminal",
    read: oneOf("auto", "text", "json"),
    fallback: "auto",
  }),
  setting({
    field: "processors",
    name: "processors",
    summary: "settings of processors by name",
    fileOnly: true,
    read: processorSettings,
    fallback: () => [],
  }),
];

export function variableOf(setting: Setting): string {
  return `MILLRACE_${setting.name.toUpperCase().replaceAll("-", "_")}`;
}
