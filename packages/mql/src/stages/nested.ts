/** What stages do below the top level of a document, through arrays as well. Sub-documents are copied, never changed. */

import { getOwn, setOwn } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { expressionsOf, type FieldTree } from "./field-tree.ts";

/** Fields to set: each either has the place of its value in the list of computed values, or fields of its own. */
export type SetPlan = readonly { readonly name: string; readonly value: number; readonly fields: SetPlan | undefined }[];

/** The computed fields of a tree, numbered in the order of {@link expressionsOf}. */
export function setPlan(tree: FieldTree, next: { number: number } = { number: 0 }): SetPlan {
  return [...tree].flatMap(([name, rule]): SetPlan => {
    if (rule.kind === "compute") return [{ name, value: next.number++, fields: undefined }];
    if (rule.kind !== "below") return [];
    const fields = setPlan(rule.fields, next);
    return fields.length === 0 ? [] : [{ name, value: -1, fields }];
  });
}

/** Sets computed fields below a value: in a document, in every document of an array; anything else becomes a document. */
export function setBelow(value: Value, plan: SetPlan, computed: readonly Value[]): Value {
  if (Array.isArray(value)) return value.map((item) => setBelow(item, plan, computed));
  return setFields(isDocument(value) ? { ...value } : {}, plan, computed);
}

/** Sets computed fields in a document that nobody else has. A missing value takes its field away. */
export function setFields(document: Document, plan: SetPlan, computed: readonly Value[]): Document {
  const removed = new Set<string>();
  for (const { name, value, fields } of plan) {
    const result = fields === undefined ? computed[value] : setBelow(getOwn(document, name), fields, computed);
    if (result !== undefined) setOwn(document, name, result);
    else if (getOwn(document, name) !== undefined) removed.add(name);
  }
  return removed.size === 0 ? document : omitNames(document, removed);
}

/**
 * Keeps the named fields below a value. Scalars have none and vanish, unless fields are computed below them: those will
 * want a document in their place.
 */
export function keepBelow(value: Value, tree: FieldTree): Value {
  if (isDocument(value)) return keepFields(value, tree);
  if (!Array.isArray(value)) return computes(tree) ? {} : undefined;
  return value.map((item) => keepBelow(item, tree)).filter((item) => item !== undefined);
}

const computing = new WeakMap<FieldTree, boolean>();

/** Whether fields are computed in a tree, or below it. */
function computes(tree: FieldTree): boolean {
  let result = computing.get(tree);
  if (result === undefined) {
    result = expressionsOf(tree).length > 0;
    computing.set(tree, result);
  }
  return result;
}

/** A document of the fields that are kept, in the document's order. */
export function keepFields(document: Document, tree: FieldTree): Document {
  const kept: Document = {};
  for (const name of Object.keys(document)) {
    const rule = tree.get(name);
    if (rule === undefined || rule.kind === "compute") continue;
    const value = rule.kind === "below" ? keepBelow(document[name], rule.fields) : document[name];
    if (value !== undefined) setOwn(kept, name, value);
  }
  return kept;
}

/** Leaves the named fields out below a value, in every document of an array; scalars stay as they are. */
function omitBelow(value: Value, tree: FieldTree): Value {
  if (isDocument(value)) return omitFields(value, tree);
  return Array.isArray(value) ? value.map((item) => omitBelow(item, tree)) : value;
}

/** A document without the named fields. */
export function omitFields(document: Document, tree: FieldTree): Document {
  const rest: Document = {};
  for (const name of Object.keys(document)) {
    const rule = tree.get(name);
    if (rule?.kind === "omit") continue;
    setOwn(rest, name, rule?.kind === "below" ? omitBelow(document[name], rule.fields) : document[name]);
  }
  return rest;
}

function omitNames(document: Document, names: ReadonlySet<string>): Document {
  const rest: Document = {};
  for (const name of Object.keys(document)) if (!names.has(name)) setOwn(rest, name, document[name]);
  return rest;
}
