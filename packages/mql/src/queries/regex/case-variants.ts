/**
 * Characters that are the same but for their case. Patterns that ignore case name them all instead of using JavaScript's `i`
 * flag, which rules out matching in linear time and, without the `u` flag, knows fewer of them.
 */

/** By character code, the other characters of the same letter. Made at first use: it takes some milliseconds. */
let variants: ReadonlyMap<number, readonly number[]> | undefined;

/** Beyond it no character has a case. */
const lastCased = 0x1e943;

/** Dotless ı and dotted İ: their other case belongs to another letter. */
const languagesOwn = new Set([0x130, 0x131]);

/** The other characters of the same letter. */
export function caseVariants(code: number): readonly number[] {
  variants ??= collect();
  return variants.get(code) ?? [];
}

/** The other characters of all letters from `first` to `last`. */
export function caseVariantsOfRange(first: number, last: number): readonly number[] {
  variants ??= collect();
  const found = new Set<number>();
  for (const [code, others] of variants) {
    if (code < first || code > last) continue;
    for (const other of others) if (other < first || other > last) found.add(other);
  }
  return [...found];
}

function collect(): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, Set<number>>();
  for (let code = 0; code <= lastCased; code++) {
    if ((code >= 0xd800 && code <= 0xdfff) || languagesOwn.has(code)) continue;
    const character = String.fromCodePoint(code);
    for (const text of [character.toLowerCase(), character.toUpperCase()]) {
      const other = text.codePointAt(0)!;
      if (other === code || String.fromCodePoint(other) !== text) continue;
      const group = new Set([code, other, ...(groups.get(code) ?? []), ...(groups.get(other) ?? [])]);
      for (const member of group) groups.set(member, group);
    }
  }
  return new Map([...groups].map(([code, group]) => [code, [...group].filter((member) => member !== code)]));
}
