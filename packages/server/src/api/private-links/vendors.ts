import { ApiError, invalid } from "../errors.ts";
import { emptyObject, type JsonObject } from "../json.ts";

/** What is stored when a private link names no vendor. */
const GENERIC = "GENERIC";

/** Vendors that each provider knows, and the fields that they need (admin-api.md 9.6). */
const vendors: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  AWS: { MSK: ["arn"], CONFLUENT: ["region"], KINESIS: [], S3: ["region"], LAMBDA: [], [GENERIC]: [] },
  AZURE: {
    EVENTHUB: ["dnsDomain"],
    CONFLUENT: ["region", "dnsDomain"],
    AZURE_BLOB_STORAGE: ["region", "dnsDomain"],
    [GENERIC]: [],
  },
  GCP: { CONFLUENT: ["region"], PUBSUB: ["region"], [GENERIC]: [] },
};

/** Fields that tell where a private link leads. */
const target = [
  "region",
  "dnsDomain",
  "serviceEndpointId",
  "arn",
  "azureResourceIds",
  "gcpServiceAttachmentUris",
  "gcpConnectionIds",
] as const;

export function providerOf(settings: JsonObject): string {
  return String(settings["provider"]).toUpperCase();
}

export function vendorOf(settings: JsonObject): string {
  return typeof settings["vendor"] === "string" ? settings["vendor"] : GENERIC;
}

/** Throws INVALID_PROVIDER, INVALID_ENUM_VALUE, MISSING_ATTRIBUTE or VALIDATION_ERROR for settings that make no private link. */
export function checkPrivateLink(settings: JsonObject): void {
  const provider = providerOf(settings);
  const known = Object.hasOwn(vendors, provider) ? vendors[provider]! : undefined;
  if (!known) throw new ApiError("INVALID_PROVIDER", [String(settings["provider"])]);
  const vendor = vendorOf(settings);
  if (!Object.hasOwn(known, vendor)) throw new ApiError("INVALID_ENUM_VALUE", [vendor]);
  for (const field of known[vendor]!) {
    if (settings[field] === undefined) throw new ApiError("MISSING_ATTRIBUTE", [field]);
  }
  if (vendor === "MSK" && settings["region"] !== undefined)
    throw invalid("region follows from the arn and must not be given for MSK");
  if (provider === "GCP" && settings["serviceEndpointId"] !== undefined && settings["gcpServiceAttachmentUris"] !== undefined) {
    throw invalid("give either serviceEndpointId or gcpServiceAttachmentUris");
  }
}

/** A text that two private links share when they lead to the same place. */
export function targetOf(settings: JsonObject): string {
  return JSON.stringify([providerOf(settings), vendorOf(settings), ...target.map((field) => settings[field] ?? null)]);
}

/** A copy without empty texts: clients send them for what they leave out (admin-api.md 8.4). */
export function withoutEmptyTexts(settings: JsonObject): JsonObject {
  const copy = emptyObject();
  for (const [name, value] of Object.entries(settings)) if (value !== "") copy[name] = value;
  return copy;
}
