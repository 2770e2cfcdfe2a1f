import type { Parser } from "../compiler/parser.ts";
import { Scope } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode, DefObject } from "../definition/index.ts";
import { QueryParser } from "../queries/parser.ts";
import { predicateOf } from "../queries/tree.ts";
import type { Value } from "../values/types.ts";

/** Conditions on the items of arrays, by name. */
export interface ArrayFilters {
  /** The condition of a name, which counts as used from now on. */
  use(name: string): ((item: Value) => boolean) | undefined;
  /** Names that no path uses. */
  unused(): string[];
}

/** Reads `arrayFilters`: each a query whose fields all begin with one name. */
export function readArrayFilters(nodes: readonly DefNode[], parser: Parser): ArrayFilters {
  const filters = new Map<string, (item: Value) => boolean>();
  const used = new Set<string>();
  for (const [index, node] of nodes.entries()) {
    const pointer = below("/arrayFilters", index);
    const names = node.kind === "object" ? [...new Set(namesIn(node))] : [];
    const [name] = names;
    if (node.kind !== "object" || name === undefined || names.length > 1 || !/^[a-z][a-zA-Z0-9]*$/.test(name)) {
      parser.problems.shape(
        pointer,
        "An array filter is a query whose fields all begin with one name: a lower-case letter, then letters and digits.",
      );
      continue;
    }
    if (filters.has(name)) parser.problems.shape(pointer, `There is more than one array filter for '${name}'.`);
    const queries = new QueryParser(parser, Scope.outermost());
    const query = queries.inItems(() => queries.query(node, pointer));
    const accepts = predicateOf(query);
    filters.set(name, (item) => accepts({ [name]: item }));
  }
  return {
    use: (name) => {
      used.add(name);
      return filters.get(name);
    },
    unused: () => [...filters.keys()].filter((name) => !used.has(name)),
  };
}

/** The first names of all fields of a query. */
function namesIn(node: DefObject): string[] {
  return node.entries.flatMap(({ key, value }) => {
    if (!key.startsWith("$")) return [key.split(".")[0]!];
    const parts = value.kind === "array" ? value.items : [value];
    return parts.flatMap((part) => (part.kind === "object" ? namesIn(part) : []));
  });
}
