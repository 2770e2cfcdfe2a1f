/** Files of language cases (README.md beside this file). */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type DefNode, type DefObject, parseDefinition, valueOf as plainValue, type Value } from "@millrace/mql";

const kinds = ["expression", "match", "accumulator", "stage", "update"] as const;
export type Kind = (typeof kinds)[number];

/** What a case shows. */
const aspects = ["value", "type", "null", "empty", "edge", "path", "form", "error"] as const;

/** An expected error of a document, or an expected problem of the definition. */
export interface Refusal {
  readonly code: number;
  readonly codeName?: string;
  /** A part of the text. */
  readonly says?: string;
  /** JSON pointer of the problem. */
  readonly pointer?: string;
}

export interface LanguageCase {
  readonly name: string;
  /** Where the expected values come from: `manual`, a section of the specification, or `memory`. */
  readonly from: string;
  readonly shows: (typeof aspects)[number];
  /** A field of the case as it stands in the file, order of names kept. */
  node(field: string): DefNode | undefined;
  /** A field of the case as a value. */
  value(field: string): Value;
  readonly error?: Refusal;
  readonly problem?: Refusal;
}

export interface CaseFile {
  readonly file: string;
  readonly operator: string;
  readonly kind: Kind;
  readonly cases: readonly LanguageCase[];
}

const common = ["name", "from", "shows", "error", "problem"];
const fieldsOf: Record<Kind, readonly string[]> = {
  expression: ["in", "expr", "out", "missing"],
  match: ["query", "yes", "no"],
  accumulator: ["in", "expr", "out"],
  stage: ["in", "pipeline", "collections", "out"],
  update: ["in", "query", "update", "arrayFilters", "upsert", "out", "modified"],
};

/** All files, in the order of their names. Throws on anything that is not known, so that a slip cannot make a case say less. */
export function readCases(folder = dirname(fileURLToPath(import.meta.url))): CaseFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => readFile(folder, name));
}

function readFile(folder: string, file: string): CaseFile {
  const fail = (message: string): never => {
    throw new Error(`${file}: ${message}`);
  };
  const root = fieldsIn(parseDefinition(readFileSync(join(folder, file), "utf8")));
  for (const key of root.keys()) if (!["operator", "kind", "cases"].includes(key)) fail(`unknown field ${key}`);
  const kind = plainValue(root.get("kind")!) as Kind;
  if (!kinds.includes(kind)) fail(`unknown kind ${kind}`);
  const list = root.get("cases");
  if (list?.kind !== "array") return fail("cases must be an array");
  const cases = list.items.map((item, index): LanguageCase => {
    const fields = fieldsIn(item);
    const value = (field: string): Value => {
      const node = fields.get(field);
      return node && plainValue(node);
    };
    const at = `case ${index + 1} (${value("name")})`;
    for (const key of fields.keys()) if (![...common, ...fieldsOf[kind]].includes(key)) fail(`${at}: unknown field ${key}`);
    const shows = value("shows") as LanguageCase["shows"];
    if (!aspects.includes(shows)) fail(`${at}: "shows" is one of ${aspects.join(", ")}`);
    if (typeof value("name") !== "string" || typeof value("from") !== "string") fail(`${at}: name and from are texts`);
    const results = ["out", "missing", "yes", "no", "error", "problem"].filter((key) => fields.has(key));
    if (results.length === 0) fail(`${at}: it expects nothing`);
    if (results.length > 1 && kind !== "match") fail(`${at}: it expects ${results.join(" and ")}`);
    return {
      name: value("name") as string,
      from: value("from") as string,
      shows,
      node: (field) => fields.get(field),
      value,
      error: value("error") as unknown as Refusal | undefined,
      problem: value("problem") as unknown as Refusal | undefined,
    };
  });
  return { file, operator: plainValue(root.get("operator")!) as string, kind, cases };
}

function fieldsIn(node: DefNode): Map<string, DefNode> {
  if (node.kind !== "object") throw new Error("an object is expected");
  return new Map((node as DefObject).entries.map(({ key, value }) => [key, value]));
}
