import type { Node, NodeObject } from "./structure.ts";

const prefix = "#/components/schemas/";

/** Name of the schema that a `$ref` points at. */
export function target(ref: Node | undefined): string {
  if (typeof ref !== "string" || !ref.startsWith(prefix)) throw new Error(`unexpected reference ${String(ref)}`);
  return ref.slice(prefix.length);
}

/**
 * Turns inheritance into plain alternatives. In the document a base has `oneOf` its variants while each variant has `allOf` the base,
 * which no validator can follow. Afterwards the base is its alternatives only, and a variant holds all its properties,
 * with the discriminator narrowed to its own value.
 */
export function flatten(schemas: Record<string, NodeObject>): Record<string, NodeObject> {
  const flat: Record<string, NodeObject> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    if (isBase(schema)) {
      const { oneOf, discriminator } = schema;
      flat[name] = { oneOf: oneOf!, discriminator: discriminator! };
    } else flat[name] = Array.isArray(schema["allOf"]) ? merged(name, schema, schemas) : schema;
  }
  return flat;
}

function isBase(schema: NodeObject): boolean {
  return Array.isArray(schema["oneOf"]) && schema["discriminator"] !== undefined;
}

function merged(name: string, schema: NodeObject, schemas: Record<string, NodeObject>): NodeObject {
  const properties: NodeObject = {};
  const required = new Set<Node>((schema["required"] as Node[]) ?? []);
  for (const part of schema["allOf"] as NodeObject[]) {
    const base = part["$ref"] === undefined ? part : schemas[target(part["$ref"])]!;
    Object.assign(properties, base["properties"]);
    for (const field of (base["required"] as Node[]) ?? []) required.add(field);
    const discriminator = base["discriminator"] as { propertyName: string; mapping: Record<string, string> } | undefined;
    if (!discriminator) continue;
    const value = Object.keys(discriminator.mapping).find((key) => target(discriminator.mapping[key]) === name);
    if (value !== undefined) properties[discriminator.propertyName] = { type: "string", enum: [value] };
    required.add(discriminator.propertyName);
  }
  return { type: "object", properties, ...(required.size > 0 && { required: [...required].sort() }) };
}
