import { convert } from "./convert.ts";
import { isNumber } from "./is-number.ts";
import { toBool } from "./to-bool.ts";
import { toDate } from "./to-date.ts";
import { toDecimal } from "./to-decimal.ts";
import { toDouble } from "./to-double.ts";
import { toInt } from "./to-int.ts";
import { toLong } from "./to-long.ts";
import { toObjectId } from "./to-object-id.ts";
import { toStringExpression } from "./to-string.ts";
import { typeExpression } from "./type.ts";

/** Types and conversions. */
export const type = [
  convert,
  isNumber,
  toBool,
  toDate,
  toDecimal,
  toDouble,
  toInt,
  toLong,
  toObjectId,
  toStringExpression,
  typeExpression,
];
