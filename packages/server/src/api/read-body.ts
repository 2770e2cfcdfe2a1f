import { DefinitionSyntaxError, type DefNode, type DefObject, parseDefinition, writeDefinition } from "@millrace/mql";
import { ApiError, invalid } from "./errors.ts";
import { type Schemas, schemas } from "./generated/schemas.ts";
import { emptyObject, type Json, type JsonObject, Verbatim } from "./json.ts";
import type { Schema } from "./schema.ts";

/** How a body is read. */
export interface ReadOptions {
  /** A change to something stored: nothing is required, and null (which takes a value away) comes through. */
  change?: boolean;
  /** Value of the discriminator when the body leaves it out. */
  variant?: string;
}

/**
 * Reads a request body by its schema: types, enumerations, required and unknown fields. Read-only fields are dropped,
 * and so are empty values of fields that belong to another variant (admin-api.md 10.2, 13.10).
 * Throws ApiError with the code that the first thing wrong has in admin-api.md 6.3.
 */
export function readBody<Name extends keyof Schemas>(name: Name, node: DefNode, options: ReadOptions = {}): Schemas[Name] {
  if (node.kind !== "object") throw new ApiError("INVALID_JSON");
  return new Reader(options).value(schemas[name], node, "") as Schemas[Name];
}

class Reader {
  private readonly options: ReadOptions;

  constructor(options: ReadOptions) {
    this.options = options;
  }

  value(schema: Schema, node: DefNode, path: string): Json {
    if (schema.$ref !== undefined) return this.value(named(schema.$ref), node, path);
    if (schema["x-verbatim"] === true) return this.verbatim(node, path);
    if (schema.discriminator) return this.alternative(schema, node, path);
    if (schema.oneOf) return this.value({ type: "string" }, node, path);
    switch (schema.type) {
      case "object":
        return this.object(schema, node, path);
      case "array":
        return this.array(schema, node, path);
      default:
        return this.scalar(schema, node, path);
    }
  }

  private object(schema: Schema, node: DefNode, path: string, foreign: ReadonlySet<string> = new Set()): JsonObject {
    if (node.kind !== "object") throw wrongType(path);
    const read = emptyObject();
    for (const { key, value } of node.entries) {
      const below = path === "" ? key : `${path}.${key}`;
      const property = own(schema.properties, key) ?? schema.additionalProperties;
      if (property === undefined) {
        if (foreign.has(key) && isEmpty(value)) continue;
        throw new ApiError("INVALID_ATTRIBUTE", [below]);
      }
      if (property.readOnly === true) continue;
      if (isNull(value)) {
        if (this.options.change) read[key] = null;
      } else read[key] = this.value(property, value, below);
    }
    for (const field of this.options.change ? [] : (schema.required ?? [])) {
      const readOnly = own(schema.properties, field)?.readOnly === true;
      if (!(field in read) && !readOnly) throw new ApiError("MISSING_ATTRIBUTE", [path === "" ? field : `${path}.${field}`]);
    }
    return read;
  }

  /** One of several schemas, chosen by the value of the discriminator. */
  private alternative(schema: Schema, node: DefNode, path: string): JsonObject {
    if (node.kind !== "object") throw wrongType(path);
    const { propertyName, mapping } = schema.discriminator!;
    const place = path === "" ? propertyName : `${path}.${propertyName}`;
    const variant = textOf(node, propertyName, place) ?? (path === "" ? this.options.variant : undefined);
    if (variant === undefined) throw new ApiError("MISSING_ATTRIBUTE", [place]);
    const chosen = own(mapping, variant);
    if (chosen === undefined) throw new ApiError("INVALID_ENUM_VALUE", [variant]);
    const all = Object.values(mapping).flatMap((ref) => Object.keys(named(ref).properties ?? {}));
    return this.object(named(chosen), node, path, new Set(all));
  }

  private array(schema: Schema, node: DefNode, path: string): Json {
    if (node.kind !== "array") throw wrongType(path);
    const items = node.items.map((item, index) => this.value(schema.items ?? {}, item, `${path}[${index}]`));
    if (schema.maxItems !== undefined && items.length > schema.maxItems) {
      throw invalid(`${path} must have at most ${schema.maxItems} elements`);
    }
    if (schema.uniqueItems && new Set(items).size < items.length) throw invalid(`${path} must not name an element twice`);
    return items;
  }

  private scalar(schema: Schema, node: DefNode, path: string): Json {
    if (node.kind !== "scalar") throw wrongType(path);
    const value = typeof node.value === "string" || typeof node.value === "boolean" ? node.value : Number(node.raw);
    const expected = schema.type === "integer" ? "number" : schema.type;
    if (expected !== undefined && typeof value !== expected) throw wrongType(path);
    if (schema.type === "integer" && !Number.isInteger(value)) throw wrongType(path);
    if (schema.enum && !schema.enum.includes(value)) throw new ApiError("INVALID_ENUM_VALUE", [String(value)]);
    if (typeof value === "string" && schema.pattern !== undefined && !new RegExp(schema.pattern, "u").test(value)) {
      throw invalid(`${path} must match ${schema.pattern}`);
    }
    return value;
  }

  /** A pipeline: an array, or (admin-api.md 13.29) a string that holds one. */
  private verbatim(node: DefNode, path: string): Verbatim {
    const parsed = node.kind === "scalar" && typeof node.value === "string" ? parsedText(node.value, path) : node;
    if (parsed.kind !== "array" || parsed.items.some((item) => item.kind !== "object")) throw wrongType(path);
    return new Verbatim(writeDefinition(parsed));
  }
}

function own<T>(members: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return members !== undefined && Object.hasOwn(members, name) ? members[name] : undefined;
}

function named(ref: string): Schema {
  return schemas[ref.slice(ref.lastIndexOf("/") + 1) as keyof Schemas];
}

function wrongType(path: string): ApiError {
  return path === "" ? new ApiError("INVALID_JSON") : new ApiError("INVALID_JSON_ATTRIBUTE", [path]);
}

function isNull(node: DefNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

function isEmpty(node: DefNode): boolean {
  if (node.kind === "object") return node.entries.length === 0;
  if (node.kind === "array") return node.items.length === 0;
  return node.value === null || node.value === "";
}

function textOf(node: DefObject, name: string, path: string): string | undefined {
  const value = node.entries.find((entry) => entry.key === name)?.value;
  if (value === undefined || isNull(value)) return undefined;
  if (value.kind !== "scalar" || typeof value.value !== "string") throw wrongType(path);
  return value.value;
}

function parsedText(text: string, path: string): DefNode {
  try {
    return parseDefinition(text);
  } catch (error) {
    if (error instanceof DefinitionSyntaxError) throw wrongType(path);
    throw error;
  }
}
