/** The windows of `$setWindowFields`: which documents of a partition belong to each. */
import { below, nearest } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { shifter } from "../../expressions/date/shift.ts";
import { isUnit } from "../../expressions/date/truncate.ts";
import { compareForSort } from "../../values/compare.ts";
import { add } from "../../values/index.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import type { Frame, WindowPlace } from "./define.ts";

/** A bound: an end of the partition, the current document, or a distance from it. */
type Bound = "unbounded" | "current" | Value;

/** Gives the frame of a document among `length` documents. */
export type Frames = (place: number, length: number, sortValue: (place: number) => Value) => Frame;

const whole: Frames = (_place, length) => ({ from: 0, to: length });

/** Reads a `window`; without one, a frame is the whole partition. */
export function readFrames(node: DefNode | undefined, pointer: string, place: WindowPlace): Frames {
  if (node === undefined) return whole;
  const { parser } = place;
  const given = parser.named("A window", { documents: "optional", range: "optional", unit: "optional" }, node, pointer);
  if (given === undefined) return whole;
  if (given.has("documents") && given.has("range")) {
    parser.problems.shape(pointer, "A window has either 'documents' or 'range', not both.");
    return whole;
  }
  if (given.has("unit") && !given.has("range"))
    parser.problems.shape(below(pointer, "unit"), "A unit needs a window with 'range'.");
  if (given.has("documents")) return readDocuments(given.get("documents")!, below(pointer, "documents"), place);
  if (given.has("range")) return readRange(given.get("range")!, given.get("unit"), pointer, place);
  return whole;
}

function readBounds(node: DefNode, pointer: string, { parser }: WindowPlace): [Bound, Bound] | undefined {
  const value = parser.plain(node, pointer);
  const isBound = (bound: Value) => bound === "unbounded" || bound === "current" || isNumeric(bound);
  if (Array.isArray(value) && value.length === 2 && value.every(isBound)) {
    const [low, high] = value.map((bound) => (bound === "current" ? 0 : bound));
    if (!isNumeric(low) || !isNumeric(high) || numberOf(low) <= numberOf(high)) return value as [Bound, Bound];
    parser.problems.shape(pointer, "The lower bound of a window must not be greater than the upper bound.");
  } else {
    parser.problems.shape(pointer, 'The bounds of a window are an array of two, each "unbounded", "current" or a number.');
  }
  return undefined;
}

function readDocuments(node: DefNode, pointer: string, place: WindowPlace): Frames {
  const bounds = readBounds(node, pointer, place);
  if (bounds === undefined) return whole;
  for (const [index, bound] of bounds.entries()) {
    if (isNumeric(bound) && !Number.isInteger(numberOf(bound))) {
      place.parser.problems.shape(below(pointer, index), "A window of documents has whole numbers as bounds.");
    }
  }
  const [low, high] = bounds.map((bound) => (bound === "current" ? 0 : isNumeric(bound) ? numberOf(bound) : undefined));
  if (place.sortedBy.length === 0 && (low !== undefined || high !== undefined)) {
    place.parser.problems.shape(pointer, "A window of documents with bounds needs 'sortBy'.");
  }
  return (at, length) => {
    const from = low === undefined ? 0 : Math.min(Math.max(at + low, 0), length);
    const to = high === undefined ? length : Math.min(Math.max(at + high + 1, 0), length);
    return { from, to: Math.max(from, to) };
  };
}

function readRange(node: DefNode, unitNode: DefNode | undefined, pointer: string, place: WindowPlace): Frames {
  const { parser, sortedBy } = place;
  const bounds = readBounds(node, below(pointer, "range"), place);
  const unit = unitNode && parser.plain(unitNode, below(pointer, "unit"));
  if (unitNode !== undefined && (typeof unit !== "string" || !isUnit(unit))) {
    const names = ["year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond"];
    const close = typeof unit === "string" ? nearest(unit, names) : undefined;
    parser.problems.shape(below(pointer, "unit"), `The unit must be one of ${names.join(", ")}.`, close);
  }
  if (sortedBy.length !== 1) parser.problems.shape(pointer, "A window with 'range' needs 'sortBy' with exactly one field.");
  if (bounds === undefined) return whole;
  const edge = (value: Value, bound: Bound): Value => {
    if (bound === "current") return value;
    if (unit !== undefined) {
      if (value instanceof Date) return shiftDate(value, unit, bound, "UTC");
      throw new MqlError(5429513, `A window with a unit needs documents sorted by a date, not by ${typeOf(value)}`);
    }
    if (isNumeric(value)) return add(value, bound);
    throw new MqlError(5429414, `A window with 'range' needs documents sorted by a number, not by ${typeOf(value)}`);
  };
  const [low, high] = bounds;
  return (at, length, sortValue) => {
    const value = sortValue(at);
    let from = 0;
    let to = length;
    if (low !== "unbounded") {
      const least = edge(value, low);
      from = firstPlace(length, (other) => compareForSort(sortValue(other), least) >= 0);
    }
    if (high !== "unbounded") {
      const most = edge(value, high);
      to = firstPlace(length, (other) => compareForSort(sortValue(other), most) > 0);
    }
    return { from, to: Math.max(from, to) };
  };
}

const shiftDate = shifter("A window", 1);

/** The first place at which a condition holds that goes on to hold. */
function firstPlace(length: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
