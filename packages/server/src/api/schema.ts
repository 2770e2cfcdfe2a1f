export { Verbatim } from "./json.ts";

/** The part of JSON Schema that the interface's document uses (OpenAPI 3.0 spelling). */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: readonly (string | number | boolean | null)[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  nullable?: boolean;
  readOnly?: boolean;
  writeOnly?: boolean;
  deprecated?: boolean;
  default?: unknown;
  required?: readonly string[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: Schema;
  items?: Schema;
  oneOf?: readonly Schema[];
  discriminator?: { propertyName: string; mapping: Readonly<Record<string, string>> };
  /** Kept as text: order and spelling of what is inside are its author's. */
  "x-verbatim"?: boolean;
}
