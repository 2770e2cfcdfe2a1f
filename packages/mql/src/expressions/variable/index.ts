import { createObjectId } from "./create-object-id.ts";
import { createUUID } from "./create-uuid.ts";
import { currentDate } from "./current-date.ts";
import { expr } from "./expr.ts";
import { letExpression } from "./let.ts";
import { literal } from "./literal.ts";
import { meta } from "./meta.ts";
import { rand } from "./rand.ts";

/** Variables, constants, and what comes from around the document. */
export const variable = [createObjectId, createUUID, currentDate, expr, letExpression, literal, meta, rand];
