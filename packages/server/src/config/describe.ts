import type { Config } from "./config.ts";
import type { LoadedConfig, Origin } from "./load.ts";
import { type Setting, settings } from "./settings.ts";

/** One line of `millrace config`. */
export interface EffectiveSetting {
  name: string;
  value: unknown;
  origin: Origin;
}

/** The effective values by setting, without those that nobody set and that have no default. A configuration holds no secrets. */
export function describeConfig({ config, origins }: LoadedConfig): EffectiveSetting[] {
  return settings
    .map((setting) => ({ name: setting.name, value: readable(setting, config), origin: origins[setting.field] }))
    .filter(({ value }) => value !== undefined);
}

/** As one would write it in a file. */
function readable({ field }: Setting, config: Config): unknown {
  switch (field) {
    case "shutdownTimeoutMs":
      return seconds(config.shutdownTimeoutMs);
    case "memoryMb":
      return `${config.memoryMb}MB`;
    case "processors":
      return config.processors.map(({ match, checkpointIntervalMs, maxPartitionLeadMs, stateLimitMb }) => ({
        match,
        ...(checkpointIntervalMs !== undefined && { checkpointInterval: seconds(checkpointIntervalMs) }),
        ...(maxPartitionLeadMs !== undefined && { maxPartitionLead: seconds(maxPartitionLeadMs) }),
        ...(stateLimitMb !== undefined && { stateLimit: `${stateLimitMb}MB` }),
      }));
    default:
      return config[field];
  }
}

function seconds(ms: number): string {
  return `${ms / 1_000}s`;
}
