/** Code that leaves a trace if it is ever run: it stands in names and texts of definitions and documents. */
const trace = "__millraceFuzz";

export const canary = `globalThis.${trace}=1`;

export function canaryWasRun(): boolean {
  return trace in globalThis;
}
