import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { type Schemas, schemas } from "../generated/schemas.ts";

/** The schema of an answer: secrets are never in it, and nothing is that the document does not know. */
function answerSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(answerSchema);
  if (typeof node !== "object" || node === null) return node;
  const {
    discriminator,
    "x-verbatim": _verbatim,
    required,
    properties,
    readOnly: _ro,
    deprecated: _d,
    ...rest
  } = node as Record<string, unknown>;
  const out: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, answerSchema(value)]),
  );
  if (typeof out["$ref"] === "string") return { $ref: out["$ref"] };
  if (properties !== undefined) {
    const shown = Object.entries(properties as Record<string, { writeOnly?: boolean }>).filter(
      ([, property]) => !property.writeOnly,
    );
    out["properties"] = Object.fromEntries(shown.map(([name, { writeOnly: _w, ...property }]) => [name, answerSchema(property)]));
    out["additionalProperties"] ??= false;
    const names = shown.map(([name]) => name);
    out["required"] = ((required as string[] | undefined) ?? []).filter((name) => names.includes(name));
  }
  return out;
}

const ajv = new Ajv({ strict: false, allErrors: true });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
const document = { $id: "api", components: { schemas: answerSchema(schemas) } };
ajv.addSchema(document);

const validators = new Map<string, ValidateFunction>();

/** What is wrong with an answer by its schema; empty if nothing is. */
export function schemaProblems(name: keyof Schemas, body: unknown): string[] {
  let validate = validators.get(name);
  if (!validate) {
    validate = ajv.compile({ $ref: `api#/components/schemas/${name}` });
    validators.set(name, validate);
  }
  return validate(body)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}
