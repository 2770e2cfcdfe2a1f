import { readFile } from "node:fs/promises";
import type { Connection, ConnectionType } from "@millrace/engine";
import type { Document } from "@millrace/mql";
import { environmentFailure, inputFailure, reasonOf } from "../errors.ts";

/**
 * Reads the file of `--connections`: an array of connections with the fields that the Admin API takes (admin-api.md 9.3), in JSON
 * or YAML. Throws a `CommandFailure`; its message never holds a part of the file, since that may be a secret.
 */
export async function readConnections(path: string): Promise<Map<string, Connection>> {
  const content = await parseFile(path);
  if (!Array.isArray(content)) throw inputFailure(`${path} must hold an array of connections`);
  const connections = new Map<string, Connection>();
  for (const [index, item] of content.entries()) {
    const connection = toConnection(item);
    if (connection === undefined) throw inputFailure(`${path}: connection ${index + 1} needs the texts 'name' and 'type'`);
    if (connections.has(connection.name)) throw inputFailure(`${path}: two connections are named ${connection.name}`);
    connections.set(connection.name, connection);
  }
  return connections;
}

async function parseFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    throw environmentFailure(`cannot read the connections ${path}: ${reasonOf(thrown)}`, thrown);
  }
  const { parseDocument } = await import("yaml");
  const document = parseDocument(text, { prettyErrors: false });
  const [problem] = document.errors;
  if (problem === undefined) return document.toJS();
  const line = text.slice(0, problem.pos[0]).split("\n").length;
  throw inputFailure(`${path}:${line} is neither JSON nor YAML (${problem.code})`);
}

function toConnection(item: unknown): Connection | undefined {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return undefined;
  const { name, type, ...settings } = item as Record<string, unknown>;
  if (typeof name !== "string" || name === "" || typeof type !== "string" || type === "") return undefined;
  return { name, type: type as ConnectionType, settings: settings as Document };
}
