import { convert } from "./convert.ts";
import { deserializeEJSON } from "./deserialize-ejson.ts";
import { isNumber } from "./is-number.ts";
import { serializeEJSON } from "./serialize-ejson.ts";
import { toArray } from "./to-array.ts";
import { toBool } from "./to-bool.ts";
import { toDate } from "./to-date.ts";
import { toDecimal } from "./to-decimal.ts";
import { toDouble } from "./to-double.ts";
import { toInt } from "./to-int.ts";
import { toLong } from "./to-long.ts";
import { toObject } from "./to-object.ts";
import { toObjectId } from "./to-object-id.ts";
import { toStringExpression } from "./to-string.ts";
import { toUUID } from "./to-uuid.ts";
import { typeExpression } from "./type.ts";

/** Types and conversions. */
export const type = [
  convert,
  deserializeEJSON,
  isNumber,
  serializeEJSON,
  toArray,
  toBool,
  toDate,
  toDecimal,
  toDouble,
  toInt,
  toLong,
  toObject,
  toObjectId,
  toStringExpression,
  toUUID,
  typeExpression,
];
