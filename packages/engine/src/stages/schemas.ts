import type { OptionSchema } from "../grammar/schema.ts";
import { durationUnits } from "../windows/durations.ts";

/** A Duration, `{ size, unit }`: a positive size. */
export const durationSchema: OptionSchema = {
  type: "object",
  properties: { size: { type: "integer", minimum: 1 }, unit: { type: "string", enum: durationUnits } },
  required: ["size", "unit"],
};

/** A Duration or the number 0. A size of 0 is the same. */
export const durationOrZeroSchema: OptionSchema = {
  anyOf: [
    {
      type: "object",
      properties: { size: { type: "integer", minimum: 0 }, unit: { type: "string", enum: durationUnits } },
      required: ["size", "unit"],
    },
    { type: "integer", enum: [0] },
  ],
};
