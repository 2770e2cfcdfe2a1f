/** Changing the value at a path, arrays and their positional operators included. Documents are never changed, only copied. */
import { MqlError } from "../errors.ts";
import { getOwn, setOwn } from "../values/names.ts";
import { isDocument, typeOf } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { type ChangeContext, type FieldChange, remove } from "./define.ts";

/** A part of a path: a name or index, or the items of an array that it stands for. */
export type PathPart = string | { readonly text: string; selects(item: Value, index: number): boolean };

/** More nulls than this are not put in front of a new item of an array. */
const mostPadding = 1_500_000;

export function changeAt(document: Document, path: readonly PathPart[], field: FieldChange, context: ChangeContext): Document {
  return within(document, path, 0, field, context) as Document;
}

function within(container: Value, path: readonly PathPart[], at: number, field: FieldChange, context: ChangeContext): Value {
  const part = path[at]!;
  if (Array.isArray(container)) return withinArray(container, part, path, at, field, context);
  if (typeof part !== "string") {
    throw new MqlError(
      2,
      `The path ${shown(path)} needs an array at '${part.text}', but there is a value of type ${typeOf(container)}`,
    );
  }
  if (!isDocument(container)) {
    if (!field.creates) return container;
    throw new MqlError(28, `Cannot make the field '${part}' of the path ${shown(path)} in a value of type ${typeOf(container)}`);
  }
  const old = getOwn(container, part);
  const next = changed(old, path, at, field, context);
  if (next === old) return container;
  const copy = { ...container };
  if (next !== remove) {
    setOwn(copy, part, next as Value);
    return copy;
  }
  delete copy[part];
  return copy;
}

/** What becomes of the value that the part of a path at `at` names. */
function changed(
  old: Value,
  path: readonly PathPart[],
  at: number,
  field: FieldChange,
  context: ChangeContext,
): Value | typeof remove {
  if (at === path.length - 1) return field.change(old, context);
  if (old !== undefined) return within(old, path, at + 1, field, context);
  if (!field.creates) return old;
  const next = path[at + 1];
  if (typeof next !== "string") {
    throw new MqlError(2, `The path ${shown(path)} needs an array at '${next?.text}', but the field is not there`);
  }
  const made = within({}, path, at + 1, field, context) as Document;
  // An operator that leaves the field as it is, such as $setOnInsert in an update, makes no documents on the way.
  return Object.keys(made).length === 0 ? undefined : made;
}

function withinArray(
  array: readonly Value[],
  part: PathPart,
  path: readonly PathPart[],
  at: number,
  field: FieldChange,
  context: ChangeContext,
): Value {
  const replaced = (index: number): Value => {
    const next = changed(array[index], path, at, field, context);
    return next === remove ? null : (next as Value);
  };
  if (typeof part !== "string") {
    const items = array.map((item, index) => (part.selects(item, index) ? replaced(index) : item));
    return items.some((item, index) => item !== array[index]) ? items : (array as Value);
  }
  if (!/^(0|[1-9]\d*)$/.test(part)) {
    if (!field.creates) return array as Value;
    throw new MqlError(28, `Cannot make the field '${part}' of the path ${shown(path)} in an array`);
  }
  const index = Number(part);
  if (index >= array.length && !field.creates) return array as Value;
  if (index - array.length > mostPadding) throw new MqlError(2, `The index ${part} of the path ${shown(path)} is too large`);
  const next = replaced(index);
  if (next === array[index]) return array as Value;
  const copy = [...array];
  while (copy.length < index) copy.push(null);
  copy[index] = next;
  return copy;
}

function shown(path: readonly PathPart[]): string {
  return `'${path.map((part) => (typeof part === "string" ? part : part.text)).join(".")}'`;
}
