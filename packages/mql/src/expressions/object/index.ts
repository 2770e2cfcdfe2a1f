import { getField } from "./get-field.ts";
import { mergeObjects } from "./merge-objects.ts";
import { objectToArray } from "./object-to-array.ts";
import { setField } from "./set-field.ts";
import { unsetField } from "./unset-field.ts";

/** Object operators. */
export const object = [getField, mergeObjects, objectToArray, setField, unsetField];
