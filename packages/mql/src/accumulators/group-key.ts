/** Code that computes the canonical key of a group's `_id` without making the `_id` first. */
import type { ExpressionNode } from "../compiler/ast.ts";
import { type Atom, mayBe } from "../compiler/atom.ts";
import { constructObject } from "../compiler/construct.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { quote } from "../compiler/program.ts";
import { canonicalKey, canonicalPart } from "../values/canonical-key.ts";

export interface EmittedKey {
  /** Source text of the key. */
  readonly js: string;
  /** Generates the `_id` itself, for a group that is new, and gives its source text. */
  id(): string;
}

/** Code for the key of an `_id`. Objects of expressions are never made for a group that exists already. */
export function emitKey(e: Emitter, id: ExpressionNode): EmittedKey {
  if (id.kind === "object") {
    const values = e.values(id.entries.map((entry) => entry.value));
    const fields = id.entries.map(({ key }, index) => ({ key, value: values[index]! }));
    const parts = fields.map(({ key, value }) => part(e, `${key.length}:${key}`, value));
    return { js: e.bind([quote("\0{"), ...parts, quote("}")].join(" + ")).js, id: () => constructObject(e, fields).js };
  }
  const value = e.value(id);
  return { js: e.bind(scalarKey(e, value)).js, id: () => value.js };
}

/** Strings that do not begin with NUL and JS numbers are their own keys, as {@link canonicalKey} has it. */
function scalarKey(e: Emitter, { js, kinds: possible }: Atom): string {
  const slow = `${e.use(canonicalKey)}(${js})`;
  if ((possible & (kinds.string | kinds.number)) === 0) return slow;
  return `typeof ${js} === "string" && (${js}).charCodeAt(0) !== 0 ? ${js} : typeof ${js} === "number" ? ${js} + 0 : ${slow}`;
}

/** One field of a compound key, as {@link canonicalPart} has it; a missing one is left out. */
function part(e: Emitter, name: string, value: Atom): string {
  const { js } = value;
  const string = `typeof ${js} === "string" ? ${quote(`${name}s`)} + ${js}.length + ":" + ${js} : `;
  const number = `typeof ${js} === "number" ? ${quote(`${name}d`)} + (${js} + 0) + ";" : `;
  const missing = mayBe(value, kinds.missing) ? `${js} === undefined ? "" : ` : "";
  return `(${mayBe(value, kinds.string) ? string : ""}${mayBe(value, kinds.number) ? number : ""}${missing}${quote(name)} + ${e.use(canonicalPart)}(${js}))`;
}
