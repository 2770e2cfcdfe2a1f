import { compareForSort } from "../../values/compare.ts";
import { type Compute, defineWindowFunction, type Partition, type WindowFunction } from "./define.ts";

/** A function of the places at which documents sort differently from the one before. */
function defineRanking(
  name: string,
  summary: string,
  out: readonly number[],
  rank: (place: number, before: number, changed: boolean) => number,
): WindowFunction {
  return defineWindowFunction({
    name,
    window: "refused",
    sort: "one field",
    parse: (node, { parser, pointer }): Compute => {
      parser.noArguments(name, node, pointer);
      return ({ documents, sortValue }: Partition) => {
        const ranks: number[] = [];
        for (let place = 0; place < documents.length; place++) {
          const changed = place === 0 || compareForSort(sortValue(place - 1), sortValue(place)) !== 0;
          ranks.push(rank(place, ranks[place - 1] ?? 0, changed));
        }
        return ranks;
      };
    },
    docs: {
      summary,
      syntax: `{ ${name}: {} }`,
      examples: [{ in: [{ a: 1 }, { a: 1 }, { a: 2 }], sortBy: { a: 1 }, output: { [name]: {} }, out }],
    },
  });
}

/** $rank: the place among the documents; equal ones share a place, and the places behind them are left out. */
export const rank = defineRanking("$rank", "The rank, with gaps behind equal documents.", [1, 1, 3], (place, before, changed) =>
  changed ? place + 1 : before,
);

/** $denseRank: as $rank, but no places are left out. */
export const denseRank = defineRanking("$denseRank", "The rank, without gaps.", [1, 1, 2], (_place, before, changed) =>
  changed ? before + 1 : before,
);

/** $documentNumber: the number of the document, from 1. */
export const documentNumber = defineRanking("$documentNumber", "The number of the document.", [1, 2, 3], (place) => place + 1);
