/** Parts that are loaded only where a definition needs them, because they are large or slow to load. */
import type { DefNode } from "./definition/index.ts";
import { loadJavaScript } from "./javascript/sandbox.ts";
import { loadGeometry } from "./queries/geo/sphere.ts";

const parts: ReadonlyMap<string, () => Promise<void>> = new Map([
  ["$function", loadJavaScript],
  ["$accumulator", loadJavaScript],
  ["$geoWithin", loadGeometry],
  ["$geoIntersects", loadGeometry],
]);

/** Loads what a definition needs; to be called before anything of the definition is evaluated. */
export async function loadWhatIsNeeded(definition: DefNode): Promise<void> {
  const needed = new Set<() => Promise<void>>();
  collect(definition, needed);
  await Promise.all([...needed].map((load) => load()));
}

/** Loads everything that any definition can need. */
export async function loadEverything(): Promise<void> {
  await Promise.all([...new Set(parts.values())].map((load) => load()));
}

function collect(node: DefNode, needed: Set<() => Promise<void>>): void {
  if (node.kind === "array") for (const item of node.items) collect(item, needed);
  if (node.kind !== "object") return;
  for (const { key, value } of node.entries) {
    const load = parts.get(key);
    if (load !== undefined) needed.add(load);
    collect(value, needed);
  }
}
