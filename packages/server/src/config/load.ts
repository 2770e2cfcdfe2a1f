import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { type Config, ConfigError } from "./config.ts";
import { type Setting, settings, variableOf } from "./settings.ts";

/** Where a value came from. */
export type Origin = "flag" | "environment" | "file" | "default";

export interface LoadedConfig {
  config: Config;
  origins: Record<keyof Config, Origin>;
}

/** What a configuration is made of; flags by name without dashes (`shutdown-timeout`), `undefined` where not given. */
export interface ConfigSources {
  flags: Readonly<Record<string, string | boolean | undefined>>;
  env: Readonly<Record<string, string | undefined>>;
  /** Relative paths of flags and environment are relative to it; those of the file to the file's folder. */
  cwd: string;
}

/**
 * Effective configuration: flag, else environment `MILLRACE_*`, else file (`--config`), else default (design 8).
 * Throws a {@link ConfigError} with all problems at once.
 */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const problems: string[] = [];
  const fileSetting = settings.find(({ field }) => field === "config")!;
  const fileName = given(fileSetting, sources, {})?.value;
  const path = typeof fileName === "string" && fileName !== "" ? resolve(sources.cwd, fileName) : undefined;
  const file = path === undefined ? {} : readFile(path);
  for (const name of Object.keys(file)) {
    if (!settings.some((setting) => setting.name === name && setting.field !== "config"))
      problems.push(`${fileName}: unknown setting ${name}`);
  }
  const config: Partial<Record<keyof Config, unknown>> = {};
  const origins: Partial<Record<keyof Config, Origin>> = {};
  for (const setting of settings) {
    const found = given(setting, sources, file);
    origins[setting.field] = found?.origin ?? "default";
    try {
      const value = found ? setting.read(found.value) : fallback(setting, config as Partial<Config>);
      const base = found?.origin === "file" ? dirname(path!) : sources.cwd;
      config[setting.field] = setting.path && typeof value === "string" ? resolve(base, value) : value;
    } catch (error) {
      problems.push(`${found!.label} ${(error as Error).message}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(1, problems);
  return { config: config as unknown as Config, origins: origins as Record<keyof Config, Origin> };
}

interface Given {
  value: unknown;
  origin: Origin;
  /** How the value is called in an error. */
  label: string;
}

function given(setting: Setting, { flags, env }: ConfigSources, file: Record<string, unknown>): Given | undefined {
  const variable = variableOf(setting);
  if (!setting.fileOnly && flags[setting.name] !== undefined)
    return { value: flags[setting.name], origin: "flag", label: `--${setting.name}` };
  if (!setting.fileOnly && env[variable] !== undefined && env[variable] !== "") {
    return { value: env[variable], origin: "environment", label: variable };
  }
  if (Object.hasOwn(file, setting.name))
    return { value: file[setting.name], origin: "file", label: `${setting.name} in the configuration file` };
  return undefined;
}

function fallback(setting: Setting, config: Partial<Config>): unknown {
  return typeof setting.fallback === "function" ? setting.fallback(config) : setting.fallback;
}

function readFile(path: string): Record<string, unknown> {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(2, [`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`]);
  }
  let content: unknown;
  try {
    content = parse(source);
  } catch (error) {
    throw new ConfigError(1, [`${path}: ${(error as Error).message.split("\n", 1)[0]}`]);
  }
  if (content === null || content === undefined) return {};
  if (typeof content !== "object" || Array.isArray(content)) throw new ConfigError(1, [`${path} must hold settings by name`]);
  return content as Record<string, unknown>;
}
