import { type Document, numberOf, type Value } from "@millrace/mql";
import { type Column, table } from "./table.ts";

/** A processor with its statistics, as the server answers (engine.md 8.1): `stats` is missing while it never ran. */
export interface ProcessorStatistics {
  /** `WORKSPACE/NAME`. */
  name: string;
  answer: Document;
}

const processorColumns: readonly Column<ProcessorStatistics>[] = [
  { heading: "NAME", value: ({ name }) => name },
  { heading: "STATE", value: ({ answer }) => text(answer["state"]) },
  ...(
    [
      ["IN", "inputMessageCount"],
      ["OUT", "outputMessageCount"],
      ["DEAD LETTERS", "dlqMessageCount"],
      ["STATE BYTES", "stateSize"],
    ] as const
  ).map(([heading, field]) => ({ heading, value: ({ answer }: ProcessorStatistics) => count(statsOf(answer)[field]) })),
  { heading: "WATERMARK", value: ({ answer }) => time(statsOf(answer)["watermark"]) },
  { heading: "ERROR", value: ({ answer }) => text(answer["errorMsg"]) },
];

const operatorColumns: readonly Column<Document>[] = [
  { heading: "OPERATOR", value: (operator) => text(operator["name"]) },
  { heading: "IN", value: (operator) => count(operator["inputMessageCount"]) },
  { heading: "OUT", value: (operator) => count(operator["outputMessageCount"]) },
  { heading: "DEAD LETTERS", value: (operator) => count(operator["dlqMessageCount"]) },
  { heading: "STATE BYTES", value: (operator) => count(operator["stateSize"]) },
  { heading: "MS", value: (operator) => count(operator["executionTimeMillis"]) },
];

/** The numbers of several processors, a line each. */
export function statisticsTable(processors: readonly ProcessorStatistics[]): string {
  return table(processorColumns, processors);
}

/** The numbers of each operator of one processor; empty while there are none. */
export function operatorTable({ answer }: ProcessorStatistics): string {
  const operators = statsOf(answer)["operatorStats"];
  return Array.isArray(operators) ? table(operatorColumns, operators as Document[]) : "";
}

function statsOf(answer: Document): Document {
  return (answer["stats"] ?? {}) as Document;
}

function text(value: Value): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function count(value: Value): number | undefined {
  return value === undefined || value === null ? undefined : Math.round(numberOf(value));
}

function time(value: Value): string | undefined {
  return value instanceof Date ? value.toISOString() : undefined;
}
