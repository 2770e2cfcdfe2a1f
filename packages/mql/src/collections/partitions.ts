/** Documents with equal keys together: `partitionBy` of several stages. */
import { canonicalKey } from "../values/canonical-key.ts";
import type { Document, Value } from "../values/types.ts";

/** The partitions, in order of their first documents. */
export function partitionsOf(documents: readonly Document[], keyOf: (document: Document) => Value): Document[][] {
  const partitions = new Map<string | number, Document[]>();
  for (const document of documents) {
    const key = canonicalKey(keyOf(document) ?? null);
    const partition = partitions.get(key);
    if (partition === undefined) partitions.set(key, [document]);
    else partition.push(document);
  }
  return [...partitions.values()];
}
