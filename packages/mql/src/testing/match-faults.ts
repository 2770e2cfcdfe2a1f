/** Query operators with a fault put in on purpose. */
import { queryOperators } from "../queries/registry.ts";
import { everything, not, nothing, type QueryNode } from "../queries/tree.ts";

const faults = {
  "selects everything": () => everything,
  "selects nothing": () => nothing,
  "selects the others": (node: QueryNode) => not(node),
} satisfies Record<string, (node: QueryNode) => QueryNode>;

export type MatchFault = keyof typeof faults;

/** The faults that {@link breakMatch} knows. */
export const matchFaults = Object.keys(faults) as MatchFault[];

/** The names of all query operators. */
export function matchNames(): string[] {
  return [...new Set(queryOperators().map(({ name }) => name))];
}

/** Puts a fault into an operator for everything that is compiled from now on; the function that it gives takes it out again. */
export function breakMatch(name: string, fault: MatchFault): () => void {
  const broken = queryOperators().filter((operator) => operator.name === name);
  const parsers = broken.map(({ parse }) => parse as (...args: never[]) => QueryNode);
  const set = (parse: (index: number) => unknown) => {
    for (const [index, operator] of broken.entries()) Object.assign(operator, { parse: parse(index) });
  };
  set(
    (index) =>
      (...args: never[]) =>
        faults[fault](parsers[index]!(...args)),
  );
  return () => set((index) => parsers[index]);
}
