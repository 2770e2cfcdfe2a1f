import { STATUS_CODES } from "node:http";
import type { Schemas } from "./generated/schemas.ts";

/** A code's HTTP status and its text, in which `{n}` stands for the n-th parameter. */
interface CatalogueEntry {
  status: number;
  detail: string;
}

/** Every error that the Admin API answers (admin-api.md 6.2 to 6.4). */
const catalogue = {
  // Requests
  ATTRIBUTE_READ_ONLY: { status: 400, detail: "The attribute {0} cannot be set by the caller." },
  INVALID_ATTRIBUTE: { status: 400, detail: "Invalid attribute {0} specified." },
  INVALID_DATE_FORMAT: { status: 400, detail: "The date {0} is not in ISO 8601 format." },
  INVALID_ENUM_VALUE: { status: 400, detail: "An invalid enumeration value {0} was specified." },
  INVALID_JSON: { status: 400, detail: "Received JSON does not match expected format." },
  INVALID_JSON_ATTRIBUTE: { status: 400, detail: "Received JSON for the {0} attribute does not match expected format." },
  INVALID_PATH_PARAMETER: { status: 400, detail: "Invalid path parameter {0} specified." },
  INVALID_PROVIDER: { status: 400, detail: "No provider {0} exists." },
  INVALID_QUERY_PARAMETER: { status: 400, detail: "Invalid query parameter {0} specified." },
  INVALID_REGION: { status: 400, detail: "No region {0} exists for provider {1}." },
  INVALID_VERSION_DATE: { status: 406, detail: "Invalid accept header or version date." },
  MALFORMED_JSON: { status: 400, detail: "Received JSON is malformed." },
  METHOD_NOT_ALLOWED: { status: 405, detail: "The method {0} is not allowed for this resource." },
  MISSING_ATTRIBUTE: { status: 400, detail: "The required attribute {0} was not specified." },
  MISSING_QUERY_PARAMETER: { status: 400, detail: "The required query parameter {0} was not specified." },
  REQUEST_TOO_LARGE: { status: 413, detail: "The request body exceeds {0} bytes." },
  RESOURCE_NOT_FOUND: { status: 404, detail: "Cannot find resource {0}." },
  START_DATE_AFTER_END_DATE: { status: 400, detail: "The start date {0} is after the end date {1}." },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, detail: "The media type {0} is not supported. Send application/json." },
  VALIDATION_ERROR: { status: 400, detail: "The request content produced the validation error: {0}." },

  // Callers
  INVALID_GROUP_ID: { status: 404, detail: "An invalid group ID {0} was specified." },
  GROUP_NOT_FOUND: { status: 404, detail: "No group with ID {0} exists." },
  RATE_LIMITED_TOKEN_BUCKET: {
    status: 429,
    detail:
      "Rate limit exceeded for {0}. Please retry after {1} seconds. Request capacity: {2}. Refill rate: {3} per {4} seconds.",
  },
  USER_CANNOT_ACCESS_GROUP: { status: 401, detail: "The current user is not in the group {0}." },
  USER_UNAUTHORIZED: { status: 403, detail: "The current user is not authorized to perform this action." },

  // Workspaces
  STREAM_TENANT_ALREADY_EXISTS_FOR_NAME: { status: 409, detail: "Stream workspace with name {0} already exists in project {1}." },
  STREAM_TENANT_HAS_STREAM_PROCESSORS: {
    status: 403,
    detail: "Stream workspace with name {0} has active processors, and cannot be changed.",
  },
  STREAM_TENANT_NOT_FOUND_FOR_NAME: { status: 404, detail: "Stream instance for project {0} and name {1} not found." },

  // Connections
  STREAM_CONNECTION_ALREADY_EXISTS_FOR_NAME: {
    status: 409,
    detail: "Stream connection with name {0} already exists for project {1} and name {2}.",
  },
  STREAM_CONNECTION_HAS_STREAM_PROCESSORS: {
    status: 403,
    detail: "Stream connection with name {0} has active processors, and cannot be changed.",
  },
  STREAM_CONNECTION_NOT_FOUND_FOR_NAME: {
    status: 404,
    detail: "Stream connection with name {0} for project {1} and name {2} not found.",
  },

  // Failover connections
  STREAM_FAILOVER_CONNECTION_ALREADY_EXISTS: {
    status: 409,
    detail: "Stream connection with name {0} already has a failover connection for region {1}.",
  },
  STREAM_FAILOVER_CONNECTION_NOT_FOUND: {
    status: 404,
    detail: "Failover connection with ID {0} of stream connection {1} not found.",
  },

  // Networking
  STREAM_PRIVATE_LINK_ALREADY_EXISTS: { status: 400, detail: "Private Link with connection ID ({0}) has the same target." },
  STREAM_PRIVATE_LINK_IN_USE: { status: 400, detail: "Private Link with connection ID ({0}) is in use." },
  STREAM_PRIVATE_LINK_IS_DEPLOYING: {
    status: 409,
    detail: "Private Link with connection ID ({0}) is in state {1} and has a DNS domain, so it cannot be changed.",
  },
  STREAM_PRIVATE_LINK_NOT_FOUND: { status: 404, detail: "Private Link with connection ID ({0}) not found." },
  STREAM_VPC_PEERING_CONNECTION_NOT_FOUND: { status: 404, detail: "VPC peering connection with ID {0} not found." },

  // Processors
  STREAM_PROCESSOR_ALREADY_EXISTS_FOR_NAME: {
    status: 409,
    detail: "Stream processor with name {0} already exists for project {1} and name {2}.",
  },
  STREAM_PROCESSOR_GENERIC_ERROR: { status: 400, detail: "Streams Processor with this name ({0}) had a problem occur: {1}." },
  STREAM_PROCESSOR_NOT_FOUND_FOR_NAME: {
    status: 404,
    detail: "Stream processor with name {0} for project {1} and name {2} not found.",
  },
  STREAM_PROCESSOR_TIMEOUT: { status: 504, detail: "Streams Processor with this name ({0}) timed out while processing." },

  UNEXPECTED_ERROR: { status: 500, detail: "Unexpected error." },
} satisfies Record<string, CatalogueEntry>;

export type ApiErrorCode = keyof typeof catalogue;

/** An error that a caller gets to see; the parameters go into the text and beside it. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly parameters: readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ApiErrorCode, parameters: readonly string[] = [], headers: Readonly<Record<string, string>> = {}) {
    const { status, detail } = catalogue[code];
    super(detail.replace(/\{(\d)\}/g, (_, index) => parameters[Number(index)] ?? ""));
    this.code = code;
    this.status = status;
    this.parameters = parameters;
    this.headers = headers;
  }

  /** The body (admin-api.md 6.1). */
  body(): Schemas["ApiError"] {
    return {
      detail: this.message,
      error: this.status,
      errorCode: this.code,
      parameters: [...this.parameters],
      reason: STATUS_CODES[this.status]!,
    };
  }
}

/** A value that breaks a rule which no other code names. */
export function invalid(message: string): ApiError {
  return new ApiError("VALIDATION_ERROR", [message]);
}
