import type { DefNode } from "../definition/index.ts";
import { loadJavaScript } from "./sandbox.ts";

/** Operators that run JavaScript. */
const operators = new Set(["$function", "$accumulator"]);

/** Loads the interpreter if a definition has JavaScript in it; to be called before anything of the definition is evaluated. */
export async function loadWhatIsNeeded(definition: DefNode): Promise<void> {
  if (usesJavaScript(definition)) await loadJavaScript();
}

function usesJavaScript(node: DefNode): boolean {
  if (node.kind === "array") return node.items.some(usesJavaScript);
  return node.kind === "object" && node.entries.some(({ key, value }) => operators.has(key) || usesJavaScript(value));
}
