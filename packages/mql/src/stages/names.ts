/** Field names and paths in stages. */
import { isTooLong } from "../compiler/path-length.ts";
import type { Problems } from "../compiler/problems.ts";

/** The names of a dotted path; `undefined` (and a problem) for empty names and names that start with `$`. */
export function pathNames(problems: Problems, path: string, pointer: string): string[] | undefined {
  const names = path.split(".");
  if (isTooLong(names, pointer, problems)) return undefined;
  if (names.includes("")) {
    problems.shape(pointer, `'${path}' is not a field path: every name in it must have at least one character.`);
    return undefined;
  }
  const dollar = names.find((name) => name.startsWith("$"));
  if (dollar !== undefined) {
    problems.shape(pointer, `The field name '${dollar}' must not start with '$'; use $setField or $getField for it.`);
    return undefined;
  }
  return names;
}
