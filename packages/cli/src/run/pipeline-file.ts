import { readFile } from "node:fs/promises";
import {
  type DefArray,
  DefinitionSyntaxError,
  type DefNode,
  type DefObject,
  lineColumn,
  nodeAt,
  type Problem,
  parseDefinition,
} from "@millrace/mql";
import { environmentFailure, inputFailure, ProblemsFound, reasonOf } from "../errors.ts";

/** What `millrace run` takes from a PIPELINE file. */
export interface PipelineFile {
  path: string;
  text: string;
  pipeline: DefArray;
  /** The definition's name; `run` for a bare array of stages (engine.md 12.60). */
  name: string;
  streamMetaFieldName: string | undefined;
}

/** Name of the processor of a bare pipeline in dead letters and statistics. */
const BARE_NAME = "run";

/**
 * Reads an array of stages or a processor definition (`{ "name": …, "pipeline": [ … ], "options": { … } }`, as the Admin
 * API takes and gives them). Throws a `CommandFailure`: exit code 2 if the file cannot be read, 1 if it is neither.
 */
export async function readPipelineFile(path: string): Promise<PipelineFile> {
  const text = await readText(path);
  const root = parse(path, text);
  if (root.kind === "array") return { path, text, pipeline: root, name: BARE_NAME, streamMetaFieldName: undefined };
  const at = (node: DefNode, message: string) => new ProblemsFound(problemLine(path, text, node.start, 9, message));
  if (root.kind !== "object") throw at(root, "Expected an array of stages or a processor definition with a 'pipeline' field.");
  const pipeline = field(root, "pipeline");
  if (pipeline === undefined)
    throw at(root, "A processor definition needs the field 'pipeline': an array of stages. (A pipeline alone is an array.)");
  if (pipeline.kind !== "array") throw at(pipeline, "'pipeline' must be an array of stages.");
  const name = field(root, "name");
  if (name !== undefined && textOf(name) === undefined) throw at(name, "'name' must be a non-empty string.");
  const options = field(root, "options");
  if (options !== undefined && options.kind !== "object") throw at(options, "'options' must be an object.");
  const metaField = options === undefined ? undefined : field(options, "streamMetaFieldName");
  if (metaField !== undefined && textOf(metaField) === undefined)
    throw at(metaField, "'streamMetaFieldName' must be a non-empty string.");
  return {
    path,
    text,
    pipeline,
    name: (name && textOf(name)) ?? BARE_NAME,
    streamMetaFieldName: metaField && textOf(metaField),
  };
}

/** Every problem as a line `file:line:column code message`, in the order of the file. */
export function problemLines(file: PipelineFile, problems: readonly Problem[]): string {
  return problems
    .map((problem) => ({ problem, offset: nodeAt(file.pipeline, problem.pointer)?.start ?? file.pipeline.start }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ problem, offset }) => `${problemLine(file.path, file.text, offset, problem.code, problem.message)}\n`)
    .join("");
}

function problemLine(path: string, text: string, offset: number, code: number, message: string): string {
  const { line, column } = lineColumn(text, offset);
  return `${path}:${line}:${column} ${code} ${message}`;
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof TypeError) throw inputFailure(`${path} is not UTF-8 text`, thrown);
    throw environmentFailure(`cannot read the pipeline ${path}: ${reasonOf(thrown)}`, thrown);
  }
}

function parse(path: string, text: string): DefNode {
  try {
    return parseDefinition(text);
  } catch (thrown) {
    if (!(thrown instanceof DefinitionSyntaxError)) throw thrown;
    throw new ProblemsFound(`${path}:${thrown.line}:${thrown.column} 9 ${thrown.message}`);
  }
}

function field(node: DefObject, key: string): DefNode | undefined {
  return node.entries.find((entry) => entry.key === key)?.value;
}

/** The text of a non-empty string; undefined for anything else. */
function textOf(node: DefNode): string | undefined {
  return node.kind === "scalar" && typeof node.value === "string" && node.value !== "" ? node.value : undefined;
}
