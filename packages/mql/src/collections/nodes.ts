/** Definitions made of parts of others: stages that are short for other stages are rewritten with these. */
import type { DefNode, DefObject } from "../definition/index.ts";

export function objectOf(fields: Readonly<Record<string, DefNode>> | readonly (readonly [string, DefNode])[]): DefObject {
  const entries = (Array.isArray(fields) ? fields : Object.entries(fields)) as readonly (readonly [string, DefNode])[];
  return { kind: "object", start: 0, end: 0, entries: entries.map(([key, value]) => ({ key, keyStart: 0, value })) };
}
