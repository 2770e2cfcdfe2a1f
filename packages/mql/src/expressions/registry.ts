/** All expression operators. */
import { accumulator } from "./accumulator/index.ts";
import { arithmetic } from "./arithmetic/index.ts";
import { array } from "./array/index.ts";
import { bitwise } from "./bitwise/index.ts";
import { boolean } from "./boolean/index.ts";
import { comparison } from "./comparison/index.ts";
import { conditional } from "./conditional/index.ts";
import { custom } from "./custom/index.ts";
import { dataSize } from "./data-size/index.ts";
import { date } from "./date/index.ts";
import type { ExpressionSpec } from "./define.ts";
import { hashes } from "./hash/index.ts";
import { object } from "./object/index.ts";
import { set } from "./set/index.ts";
import { string } from "./string/index.ts";
import { timestamp } from "./timestamp/index.ts";
import { trigonometry } from "./trigonometry/index.ts";
import { type } from "./type/index.ts";
import { variable } from "./variable/index.ts";

export const expressionCategories = {
  accumulator,
  arithmetic,
  array,
  bitwise,
  boolean,
  comparison,
  conditional,
  custom,
  dataSize,
  date,
  hashes,
  object,
  set,
  string,
  timestamp,
  trigonometry,
  type,
  variable,
};

let byName: ReadonlyMap<string, ExpressionSpec> | undefined;

/** The operators by name. Made at the first use: operators and parser import each other. */
export function expressionsByName(): ReadonlyMap<string, ExpressionSpec> {
  byName ??= new Map(Object.values(expressionCategories).flatMap((specs) => specs.map((spec) => [spec.name, spec] as const)));
  return byName;
}
