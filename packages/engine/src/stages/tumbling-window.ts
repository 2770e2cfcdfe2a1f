import { below, type DefNode, type Document, numberOf, valueOf as plainValue, type Value } from "@millrace/mql";
import { texts } from "../grammar/diagnostics.ts";
import { checkSchema, type OptionSchema } from "../grammar/schema.ts";
import { fieldOf } from "../grammar/stage-uses.ts";
import { OperatorStatistics } from "../runtime/statistics.ts";
import { durationOf, milliseconds, offsetUnits } from "../windows/durations.ts";
import { buildInner } from "../windows/inner.ts";
import { type TumblingOptions, TumblingWindows } from "../windows/tumbling.ts";
import { type CheckContext, defineStage } from "./define.ts";
import { durationOrZeroSchema, durationSchema } from "./schemas.ts";

/** Lateness when the stage does not say (engine.md 5.1). */
const DEFAULT_LATENESS_MS = 3_000;

const schema: OptionSchema = {
  type: "object",
  properties: {
    interval: durationSchema,
    pipeline: { type: "array" },
    boundary: { type: "string", enum: ["eventTime", "processingTime"] },
    offset: {
      type: "object",
      properties: { offsetFromUtc: { type: "integer" }, unit: { type: "string", enum: offsetUnits } },
      required: ["offsetFromUtc", "unit"],
    },
    idleTimeout: durationOrZeroSchema,
    allowedLateness: durationOrZeroSchema,
  },
  required: ["interval", "pipeline"],
};

/** `$tumblingWindow`: windows of one length, end to end, aligned to UTC (engine.md 5). */
export const tumblingWindow = defineStage({
  role: "window",
  name: "$tumblingWindow",
  operatorName: "TumblingWindowOperator",
  schema,
  check(spec, pointer, context) {
    checkSchema(spec, schema, pointer, context.report);
    checkBoundary(spec, pointer, context);
    const offset = fieldOf(fieldOf(spec, "offset"), "offsetFromUtc");
    if (offset?.kind === "scalar" && numberOf(offset.value) < 0)
      context.report.warn(
        72,
        below(below(pointer, "offset"), "offsetFromUtc"),
        "A negative offset moves windows back, towards the past",
      );
    const pipeline = fieldOf(spec, "pipeline");
    return pipeline?.kind === "array" ? context.checkInner(pipeline, below(pointer, "pipeline")) : [];
  },
  build(spec, surroundings) {
    const pipeline = fieldOf(spec, "pipeline");
    if (pipeline === undefined) throw new Error("a window without pipeline");
    const inner = buildInner(pipeline, surroundings);
    return new TumblingWindows(optionsOf(spec), inner, new OperatorStatistics("TumblingWindowOperator"), surroundings);
  },
});

function checkBoundary(spec: DefNode, pointer: string, { report }: CheckContext): void {
  const boundary = fieldOf(spec, "boundary");
  if (boundary?.kind !== "scalar" || boundary.value !== "processingTime") return;
  report.add(72, below(pointer, "boundary"), texts.notBuilt("boundary 'processingTime'"));
  for (const name of ["idleTimeout", "allowedLateness"])
    if (fieldOf(spec, name)) report.add(72, below(pointer, name), `${name} cannot be used with boundary 'processingTime'`);
}

function optionsOf(spec: DefNode): TumblingOptions {
  const value = (name: string): Value => {
    const node = fieldOf(spec, name);
    return node === undefined ? undefined : plainValue(node);
  };
  const offset = value("offset") as Document | undefined;
  const idleTimeout = value("idleTimeout");
  const lateness = value("allowedLateness");
  return {
    interval: durationOf(value("interval")),
    offset: offset === undefined ? 0 : milliseconds(numberOf(offset.offsetFromUtc), String(offset.unit)),
    lateness: lateness === undefined ? DEFAULT_LATENESS_MS : durationOf(lateness),
    idleTimeout: idleTimeout === undefined ? undefined : durationOf(idleTimeout),
  };
}
