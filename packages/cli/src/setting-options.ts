import { type Setting, settings } from "@millrace/server";
import { type Command, Option } from "commander";

/** Adds the settings of the server as options. Values stay as they were typed: the server reads them, since they may come from the environment and a file too. */
export function addSettings(command: Command): void {
  for (const setting of settings) {
    if (setting.fileOnly) continue;
    const fallback = fallbackOf(setting);
    const description = fallback === undefined ? setting.summary : `${setting.summary} (default: ${fallback})`;
    if (setting.value !== undefined)
      command.addOption(new Option(`--${setting.name} <${setting.value.toLowerCase()}>`, description));
    else command.option(`--no-${setting.name}`, `do not ${setting.summary}`);
  }
}

function fallbackOf(setting: Setting): string | undefined {
  if (setting.defaultText !== undefined) return setting.defaultText;
  return setting.fallback === undefined || typeof setting.fallback === "function" ? undefined : String(setting.fallback);
}

/** What was given on the command line, by setting name. */
export function givenSettings(command: Command): Record<string, string | boolean> {
  const given: Record<string, string | boolean> = {};
  for (const option of command.options) {
    const name = option.name().replace(/^no-/, "");
    if (command.getOptionValueSource(option.attributeName()) !== "cli" || !settings.some((setting) => setting.name === name))
      continue;
    given[name] = command.getOptionValue(option.attributeName());
  }
  return given;
}
