import {
  below,
  compileExpression,
  type DefNode,
  type DefObject,
  type Document,
  valueOf as plainValue,
  writeDefinition,
} from "@millrace/mql";
import type { ConnectorSpec } from "../connector.ts";
import { checkConnection, checkOptions, connectorNamed } from "../grammar/connections.ts";
import { texts } from "../grammar/diagnostics.ts";
import type { SourcePlan } from "../grammar/plan.ts";
import { fieldOf } from "../grammar/stage-uses.ts";
import { type CheckContext, defineStage } from "./define.ts";

/** `$source` (engine.md 3.0): where records come from. The connection's type, or `documents`, says which connector it is. */
export const source = defineStage({
  role: "source",
  name: "$source",
  check(spec, pointer, context) {
    const { report, environment } = context;
    if (spec.kind !== "object") {
      report.add(9, pointer, "$source must be an object");
      return undefined;
    }
    checkTimeField(spec, pointer, context);
    if (environment.source === "replaced") return replacedSource(spec, environment.connectors);
    const connector = connectorOf(spec, pointer, context);
    if (connector?.source === undefined) return undefined;
    checkOptions(spec, connector.source, ["connectionName", "timeField", "tsFieldName"], pointer, context.report);
    if (report.problems.length > 0) return undefined;
    const options = plainValue(spec) as Document;
    const { operatorName, metaType } = connector.source;
    return { connector: connector.name, options, operatorName, metaType, ...names(options), ...timeFieldOf(options) };
  },
});

/** The source of a pipeline whose records come from somewhere else (`millrace run`): a file or standard input. */
export function replacedSource(spec: DefNode | undefined, connectors: readonly ConnectorSpec[]): SourcePlan {
  const file = connectors.find(({ name }) => name === "file")?.source;
  const { operatorName = "FileSourceOperator", metaType = "file" } = file ?? {};
  const timeField = fieldOf(spec, "timeField");
  return {
    connector: "file",
    options: {},
    operatorName,
    metaType,
    ...(timeField?.kind === "object" && { timeField: plainValue(timeField) as Document }),
  };
}

function names(options: Document): { connectionName?: string } {
  return typeof options.connectionName === "string" ? { connectionName: options.connectionName } : {};
}

function timeFieldOf(options: Document): { timeField?: Document } {
  return options.timeField === undefined ? {} : { timeField: options.timeField as Document };
}

/** `{ $toDate: … }` or `{ $dateFromString: { … } }`, nothing else (engine.md 3.0, 12.3). */
function checkTimeField(spec: DefObject, pointer: string, { report }: CheckContext): void {
  const field = fieldOf(spec, "timeField");
  if (field === undefined) return;
  const at = below(pointer, "timeField");
  const operator = field.kind === "object" && field.entries.length === 1 ? field.entries[0]?.key : undefined;
  if (operator === "$toDate" || operator === "$dateFromString") {
    const expression = compileExpression(field, { pointer: at });
    if (!expression.ok) report.take(expression.problems);
    return;
  }
  const path = field.kind === "scalar" && typeof field.value === "string" && field.value.startsWith("$");
  report.add(72, at, texts.timeFieldShape, path ? `{ "$toDate": ${writeDefinition(field)} }` : undefined);
}

/** Which connector a `$source` means; undefined after reporting why none does. */
function connectorOf(spec: DefObject, pointer: string, context: CheckContext): ConnectorSpec | undefined {
  const { report } = context;
  if (fieldOf(spec, "schedule")) {
    report.add(72, below(pointer, "schedule"), texts.notBuilt("$source with a schedule (cron)"));
    return undefined;
  }
  if (fieldOf(spec, "documents")) {
    if (fieldOf(spec, "connectionName"))
      report.add(
        72,
        below(pointer, "connectionName"),
        "$source.documents needs no connection: give either documents or connectionName",
      );
    return connectorNamed("documents", below(pointer, "documents"), context);
  }
  return checkConnection(spec, pointer, "source", context);
}
