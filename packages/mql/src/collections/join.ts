/** Documents of a collection by the values of a field: what `$lookup` and `$graphLookup` join by. */
import { canonicalKey } from "../values/canonical-key.ts";
import type { Document, Value } from "../values/types.ts";
import { valuesAt } from "./paths.ts";

export class FieldIndex {
  readonly #documents: readonly Document[];
  readonly #places = new Map<string | number, number[]>();

  constructor(documents: readonly Document[], field: string) {
    this.#documents = documents;
    for (const [place, document] of documents.entries()) {
      for (const key of new Set(keysOf(document, field))) {
        const places = this.#places.get(key);
        if (places === undefined) this.#places.set(key, [place]);
        else places.push(place);
      }
    }
  }

  /** The documents in which the field, or an item of it, equals one of the values, in their order; null and missing are equal. */
  find(values: readonly Value[]): Document[] {
    const places = new Set(values.flatMap((value) => this.#places.get(canonicalKey(value ?? null)) ?? []));
    return [...places].sort((a, b) => a - b).map((place) => this.#documents[place]!);
  }
}

function keysOf(document: Document, field: string): (string | number)[] {
  return valuesAt(document, field).map((value) => canonicalKey(value ?? null));
}
