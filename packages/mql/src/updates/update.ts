/** Updates of documents: operators, pipelines and replacements. */
import { Parser, Scope } from "../compiler/parser.ts";
import { below, type Compiled, Problems } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { MqlError } from "../errors.ts";
import { QueryParser } from "../queries/parser.ts";
import type { QueryNode } from "../queries/tree.ts";
import type { EvalContext } from "../record.ts";
import { valuesEqual } from "../values/compare.ts";
import { getOwn } from "../values/names.ts";
import type { Document } from "../values/types.ts";
import { equalitiesOf } from "./equalities.ts";
import { parseOperators } from "./operators.ts";
import { parseUpdatePipeline } from "./pipeline.ts";

export interface UpdateOptions {
  readonly pointer?: string;
  /** The query that chose the document: `$` in a path stands for the item that met it, and an upsert begins with its equalities. */
  readonly query?: DefNode;
  /** Conditions on items by name, for `$[name]` in paths. */
  readonly arrayFilters?: readonly DefNode[];
}

export interface Update {
  /** The updated document: the same object where nothing changes. Throws MqlError where the document cannot be updated. */
  apply(document: Document, context: EvalContext): Document;
  /** The document that an upsert inserts; `_id` only where the query or the update give it. */
  insert(context: EvalContext): Document;
}

/** Makes a document of a document. */
export type Apply = (document: Document, context: EvalContext, inserting: boolean) => Document;

/** Compiles an update. Never throws: problems of the definition are given back, all of them. */
export function compileUpdate(node: DefNode, options: UpdateOptions = {}): Compiled<Update> {
  const problems = new Problems();
  const parser = new Parser(problems);
  const query = options.query && new QueryParser(parser, Scope.outermost()).query(options.query, "");
  const change = parseChange(node, options, parser, query);
  const start = options.query === undefined ? {} : equalitiesOf(options.query, parser);
  return problems.result(() => ({
    apply: (document, context) => {
      const result = change(document, context, false);
      const [before, after] = [getOwn(document, "_id"), getOwn(result, "_id")];
      if (before === undefined || (after !== undefined && valuesEqual(before, after))) return result;
      throw new MqlError(66, "The field '_id' of a document cannot be changed");
    },
    insert: (context) => change(start, context, true),
  }));
}

function parseChange(node: DefNode, options: UpdateOptions, parser: Parser, query: QueryNode | undefined): Apply {
  const { pointer = "" } = options;
  if (node.kind === "array") return parseUpdatePipeline(node.items, pointer, parser);
  if (node.kind !== "object") {
    parser.problems.shape(pointer, "An update is an object of operators, a document, or an array of stages.");
    return (document) => document;
  }
  if (node.entries[0]?.key.startsWith("$")) return parseOperators(node, pointer, options.arrayFilters ?? [], parser, query);
  const wrong = node.entries.find(({ key }) => key.startsWith("$"));
  if (wrong !== undefined)
    parser.problems.shape(below(pointer, wrong.key), `The operator ${wrong.key} cannot stand beside fields.`);
  const replacement = parser.plain(node, pointer) as Document;
  return (document) => {
    const id = getOwn(document, "_id");
    return id === undefined || getOwn(replacement, "_id") !== undefined ? { ...replacement } : { _id: id, ...replacement };
  };
}
