import { describeConfig, type EffectiveSetting } from "@millrace/server";
import type { Command } from "commander";
import { Document } from "yaml";
import type { Session } from "../session.ts";
import { configurationOf } from "./configuration.ts";

/** Prints what `millrace serve` with the same options would use: YAML with the origin of each value, or JSON. */
export function printConfig(command: Command, session: Session): void {
  const settings = describeConfig(configurationOf(command, session));
  session.stdout.write(command.opts()["json"] ? `${toJson(settings)}\n` : toYaml(settings));
}

function toJson(settings: readonly EffectiveSetting[]): string {
  return JSON.stringify(Object.fromEntries(settings.map(({ name, value }) => [name, value])), undefined, 2);
}

function toYaml(settings: readonly EffectiveSetting[]): string {
  const document = new Document({});
  for (const { name, value, origin } of settings) {
    // The file cannot name another file.
    if (name === "config") continue;
    const node = document.createNode(value);
    if (typeof value !== "object") node.comment = ` ${origin}`;
    document.add(document.createPair(name, node));
  }
  return document.toString({ lineWidth: 0 });
}
