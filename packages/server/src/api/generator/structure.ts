/** A node of an OpenAPI document. */
export type Node = null | boolean | number | string | Node[] | { [name: string]: Node };
export type NodeObject = { [name: string]: Node };

/**
 * How the members of an object of the document are treated: a name that is not listed goes away,
 * `"copy"` keeps plain values, another rule descends. `"*"` stands for names that are data (paths, properties, status codes).
 */
type Rule = "copy" | { readonly [name: string]: () => Rule };

const schema = (): Rule => ({
  $ref: copy,
  type: copy,
  format: copy,
  enum: copy,
  pattern: copy,
  minimum: copy,
  maximum: copy,
  minLength: copy,
  maxLength: copy,
  minItems: copy,
  maxItems: copy,
  uniqueItems: copy,
  nullable: copy,
  readOnly: copy,
  writeOnly: copy,
  deprecated: copy,
  default: copy,
  required: copy,
  additionalProperties: schema,
  items: schema,
  allOf: schema,
  oneOf: schema,
  anyOf: schema,
  properties: () => ({ "*": schema }),
  discriminator: () => ({ propertyName: copy, mapping: () => ({ "*": copy }) }),
});
const copy = (): Rule => "copy";
const content = (): Rule => ({ "*": () => ({ schema, "x-xgen-version": copy }) });
const parameter = (): Rule => ({ $ref: copy, name: copy, in: copy, required: copy, schema });
const header = (): Rule => ({ $ref: copy, schema });
const response = (): Rule => ({ $ref: copy, content, headers: () => ({ "*": header }) });
const operation = (): Rule => ({
  operationId: copy,
  "x-xgen-operation-id-override": copy,
  "x-rolesRequirements": copy,
  "x-support-endpoint": copy,
  "x-api-versions": copy,
  parameters: parameter,
  requestBody: () => ({ required: copy, content }),
  responses: () => ({ "*": response }),
});

const documentRule: Rule = {
  openapi: copy,
  paths: () => ({ "*": () => ({ "*": operation }) }),
  components: () => ({
    schemas: () => ({ "*": schema }),
    parameters: () => ({ "*": parameter }),
    headers: () => ({ "*": header }),
    responses: () => ({ "*": response }),
  }),
};

function keep(node: Node, rule: Rule): Node {
  if (Array.isArray(node)) return node.map((item) => keep(item, rule));
  if (typeof node !== "object" || node === null || rule === "copy") return node;
  const kept: NodeObject = {};
  for (const [name, value] of Object.entries(node)) {
    const below = Object.hasOwn(rule, name) ? rule[name] : rule["*"];
    if (below) kept[name] = keep(value, below());
  }
  return kept;
}

/**
 * The structure of an OpenAPI document and nothing else: paths, parameters, schemas, statuses.
 * Works by a list of what stays, so texts (descriptions, summaries, examples, titles, links) never come through.
 */
export function structureOf(document: NodeObject): NodeObject {
  return keep(document, documentRule) as NodeObject;
}
