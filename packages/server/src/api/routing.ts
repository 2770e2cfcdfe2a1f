import type { operations } from "./generated/operations.ts";

export type OperationId = keyof typeof operations;

/** Segments that hold a parameter, in the spelling of the route table. */
const parameter = /\{(\w+)\}/g;

/** The path of the route table in the spelling of the router. A custom method (`…:start`) becomes a segment of its own, `/:start`. */
export function routerPath(path: string): string {
  return path.replace(/:(\w+)$/, "/::$1").replace(parameter, ":$1");
}

/**
 * Makes a function that turns request targets into what the router knows: `…/name:start` and `…/name%3Astart` become `…/name/:start`,
 * but only where the table has that custom method (admin-api.md 3.1). A segment that begins with a colon is nobody's, so it cannot be mistaken.
 */
export function customMethodRewriter(paths: readonly string[]): (target: string) => string {
  const methods = paths
    .filter((path) => /:\w+$/.test(path))
    .map((path) => new RegExp(`^${path.replace(parameter, "[^/]+").replace(/:(\w+)$/, "(?::|%3[Aa])($1)$")}`));
  return (target) => {
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    if (/\/(?::|%3a)/i.test(path)) return "/no-such-path";
    if (!/:|%3a/i.test(path)) return target;
    for (const method of methods) {
      const name = method.exec(path)?.[1];
      if (name === undefined) continue;
      const entity = path.slice(0, path.length - name.length).replace(/(?::|%3a)$/i, "");
      return `${entity}/:${name}${mark < 0 ? "" : target.slice(mark)}`;
    }
    return target;
  };
}
