import { ApiError, invalid } from "../../errors.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";

/** A setting that is sealed at rest. */
interface SealedField {
  path: readonly string[];
  /** Some are secret at rest, yet part of answers; the others never leave. */
  shown?: boolean;
}

/** What is particular to one type of connection (admin-api.md 9.3). The fields themselves come from the generated schema. */
export interface ConnectionKind {
  type: string;
  sealed: readonly SealedField[];
  /** Throws ApiError for settings that the type does not allow. `settings` are complete, secrets included. */
  check(settings: JsonObject, context: CheckContext): void;
  /** Fields that an answer has although the caller did not send them. */
  complete?(settings: JsonObject): JsonObject;
}

export interface CheckContext {
  name: string;
  projectId: string;
  region: string;
}

/** The value below a path of names; undefined if there is none. */
export function at(settings: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = settings;
  for (const name of path) value = isObject(value) ? value[name] : undefined;
  return value;
}

/** Throws MISSING_ATTRIBUTE unless there is a text that is not empty. */
export function requireText(settings: JsonObject, ...path: string[]): string {
  const value = at(settings, path);
  if (typeof value !== "string" || value === "") throw new ApiError("MISSING_ATTRIBUTE", [path.join(".")]);
  return value;
}

/** Throws VALIDATION_ERROR `Invalid <field>` unless the text is an http or https URL. */
export function requireHttpUrl(text: string, field: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") throw invalid(`Invalid ${field}`);
}

/** Checks a networking object: what its type needs, and that this server can do it. */
export function checkNetworking(
  settings: JsonObject,
  field: "networking" | "publicPrivateNetworking",
  context: CheckContext,
): void {
  const type = at(settings, [field, "access", "type"]);
  if (type === "PRIVATE_LINK") requireText(settings, field, "access", "connectionId");
  if (type === "TRANSIT_GATEWAY") requireText(settings, field, "access", "tgwRouteId");
  if (type === "VPC") {
    throw invalid(`The project id ${context.projectId} and region ${context.region} does not have a VPC Peering connection`);
  }
}
