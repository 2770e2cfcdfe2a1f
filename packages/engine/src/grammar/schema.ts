import {
  below,
  type DefNode,
  type DefObject,
  Double,
  MqlError,
  numberOf,
  valueOf as plainValue,
  type Value,
  wrappedValue,
} from "@millrace/mql";
import { labelOf, meant, type Report } from "./diagnostics.ts";

/**
 * The part of JSON Schema in which stages and connectors describe their options. TypeBox objects are such schemas.
 * Walked here and not by a validator library: problems need the places of the definition, suggestions and one wording,
 * and a library costs more start-up time than a whole processor may.
 */
export interface OptionSchema {
  type?: string;
  /** Schemas; `object` because those of builders have no field in common with this one when they allow everything. */
  properties?: Readonly<Record<string, object>>;
  required?: readonly string[];
  additionalProperties?: boolean | object;
  items?: object;
  minItems?: number;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly object[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  description?: string;
  default?: unknown;
}

const keywords = new Set<string>([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "minItems",
  "enum",
  "const",
  "anyOf",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "minLength",
  "maxLength",
  "pattern",
  "description",
  "title",
  "examples",
  "default",
]);

/**
 * Reports where `node` is not what `schema` says. Fields that an object schema does not name are problems, unless it says
 * `additionalProperties`. Throws when the schema itself uses a keyword that this walker does not know.
 */
export function checkSchema(node: DefNode, schema: OptionSchema, pointer: string, report: Report): void {
  for (const keyword of Object.keys(schema)) {
    if (!keywords.has(keyword) && !keyword.startsWith("~")) throw new Error(`unknown schema keyword ${keyword} at ${pointer}`);
  }
  const label = labelOf(pointer);
  const read = readNode(node);
  if ("error" in read) {
    report.add(9, pointer, `${label}: ${read.error}`);
    return;
  }
  const { type, value } = read;
  if (schema.anyOf) {
    checkAnyOf(node, read, schema.anyOf as OptionSchema[], pointer, report);
    return;
  }
  if (schema.type !== undefined && type !== schema.type && !(schema.type === "number" && type === "integer")) {
    report.add(9, pointer, `${label} must be ${withArticle(schema.type)}, not ${withArticle(type)}`);
    return;
  }
  const allowed = schema.enum ?? ("const" in schema ? [schema.const] : undefined);
  if (allowed) checkAllowed(value, allowed, pointer, report);
  if (type === "integer" || type === "number") checkNumber(numberOf(value), schema, pointer, report);
  if (type === "string") checkText(value as string, schema, pointer, report);
  if (node.kind === "object" && schema.properties) checkObject(node, schema, pointer, report);
  if (node.kind === "array") {
    if (schema.minItems !== undefined && node.items.length < schema.minItems)
      report.add(72, pointer, `${label} must not be empty`);
    if (schema.items) for (const [i, item] of node.items.entries()) checkSchema(item, schema.items, below(pointer, i), report);
  }
}

function checkObject(node: DefObject, schema: OptionSchema, pointer: string, report: Report): void {
  const properties = schema.properties ?? {};
  const seen = new Set<string>();
  for (const { key, value } of node.entries) {
    seen.add(key);
    const inner = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const rest = schema.additionalProperties;
    if (inner) checkSchema(value, inner, below(pointer, key), report);
    else if (typeof rest === "object") checkSchema(value, rest, below(pointer, key), report);
    else if (rest !== true) {
      const known = Object.keys(properties);
      const at = below(pointer, key);
      report.add(9, at, `Unknown field ${labelOf(at)}.`, meant(key, known));
    }
  }
  for (const name of schema.required ?? [])
    if (!seen.has(name)) report.add(9, pointer, `${labelOf(pointer)}.${name} is required`);
}

function checkAnyOf(
  node: DefNode,
  { type, value }: ReadNode,
  variants: readonly OptionSchema[],
  pointer: string,
  report: Report,
): void {
  const constants = variants.filter((variant) => "const" in variant);
  const mine = variants.filter(
    (variant) => variant.type === undefined || variant.type === type || (variant.type === "number" && type === "integer"),
  );
  if (constants.length === variants.length && mine.length > 0) {
    checkAllowed(
      value,
      variants.map((variant) => variant.const),
      pointer,
      report,
    );
    return;
  }
  let best: Report | undefined;
  for (const variant of mine) {
    const attempt = new (report.constructor as typeof Report)();
    checkSchema(node, variant, pointer, attempt);
    if (attempt.problems.length === 0) return;
    if (best === undefined || attempt.problems.length < best.problems.length) best = attempt;
  }
  if (best) report.take(best.problems);
  else {
    const types = [...new Set(variants.map((variant) => withArticle(variant.type ?? "value")))];
    report.add(9, pointer, `${labelOf(pointer)} must be ${types.join(" or ")}, not ${withArticle(type)}`);
  }
}

function checkAllowed(value: Value, allowed: readonly unknown[], pointer: string, report: Report): void {
  if (allowed.includes(value)) return;
  const list = allowed.map((one) => JSON.stringify(one));
  const choice = list.length === 1 ? list[0] : `one of ${list.join(", ")}`;
  const words = allowed.filter((one) => typeof one === "string");
  const hint = typeof value === "string" ? meant(value, words) : undefined;
  report.add(72, pointer, `${labelOf(pointer)} must be ${choice}.`, hint === undefined ? undefined : JSON.stringify(hint));
}

function checkNumber(value: number, schema: OptionSchema, pointer: string, report: Report): void {
  const label = labelOf(pointer);
  if (schema.minimum !== undefined && value < schema.minimum)
    report.add(72, pointer, schema.minimum === 1 ? `${label} must be positive` : `${label} must be at least ${schema.minimum}`);
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum)
    report.add(72, pointer, `${label} must be more than ${schema.exclusiveMinimum}`);
  if (schema.maximum !== undefined && value > schema.maximum)
    report.add(72, pointer, `${label} must be at most ${schema.maximum}`);
}

function checkText(value: string, schema: OptionSchema, pointer: string, report: Report): void {
  const label = labelOf(pointer);
  if (schema.minLength !== undefined && value.length < schema.minLength)
    report.add(
      72,
      pointer,
      schema.minLength === 1 ? `${label} must not be empty` : `${label} must have ${schema.minLength} characters or more`,
    );
  if (schema.maxLength !== undefined && value.length > schema.maxLength)
    report.add(72, pointer, `${label} must have ${schema.maxLength} characters or fewer`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value))
    report.add(72, pointer, `${label} is not of the form ${schema.pattern}`);
}

interface ReadNode {
  /** In terms of JSON Schema; what only Extended JSON can say keeps its own name. */
  type: string;
  value: Value;
}

/** The value of a node and its type; `error` says what is wrong with an Extended JSON wrapper in it. */
export function readNode(node: DefNode): ReadNode | { error: string } {
  try {
    const value = plainValue(node);
    if (node.kind === "array") return { type: "array", value };
    if (node.kind === "object" && wrappedValue(node) === undefined) return { type: "object", value };
    return { type: typeOfScalar(value), value };
  } catch (error) {
    if (error instanceof MqlError) return { error: error.message };
    throw error;
  }
}

function typeOfScalar(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "string") return typeof value;
  if (typeof value === "bigint") return "integer";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (value instanceof Date) return "date";
  // A Double holds an integral value (design 4): 5.0 is as good an integer as 5.
  if (value instanceof Double) return "integer";
  return (value as object).constructor.name;
}

function withArticle(type: string): string {
  if (type === "null") return "null";
  return /^[aeiou]/i.test(type) ? `an ${type}` : `a ${type}`;
}
