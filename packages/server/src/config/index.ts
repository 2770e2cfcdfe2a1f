export { type Config, ConfigError } from "./config.ts";
export { describeConfig, type EffectiveSetting } from "./describe.ts";
export { type ConfigSources, type LoadedConfig, loadConfig } from "./load.ts";
export { type Setting, settings } from "./settings.ts";
