import type { Variable } from "../compiler/ast.ts";
import { type Evaluate, generateExpression } from "../compiler/generate.ts";
import { optimise } from "../compiler/optimise.ts";
import { MqlError } from "../errors.ts";
import type { Carrier, EvalContext } from "../record.ts";
import { setOwn } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { defineStage, readMeta } from "./define.ts";

/** What the expression decides by; values that no document has. */
const decisions = { DESCEND: "$$DESCEND", KEEP: "$$KEEP", PRUNE: "$$PRUNE" } as const;

/**
 * `$redact`: keeps, enters or leaves out the document and the documents in it, as an expression says for each: `$$KEEP`,
 * `$$DESCEND` or `$$PRUNE`. Field paths read the document in question, `$$ROOT` the whole one.
 */
export const redact = defineStage({
  name: "$redact",
  docs: {
    summary: "Leaves out parts of documents as an expression decides for each.",
    syntax: "{ $redact: expression }, whose value is $$DESCEND, $$PRUNE or $$KEEP",
    examples: [
      {
        in: [{ level: 1, a: { level: 5, x: 1 }, b: { level: 2, y: 2 } }],
        stage: { $redact: { $cond: [{ $lte: ["$level", 3] }, "$$DESCEND", "$$PRUNE"] } },
        out: [{ level: 1, b: { level: 2, y: 2 } }],
      },
    ],
  },
  parse: (parser, node, pointer, scope) => {
    const current: Variable = { name: "CURRENT" };
    const outcomes = Object.keys(decisions).map((name): Variable => ({ name }));
    const expression = parser.expression(node, pointer, scope.with([current, ...outcomes]));
    // Made with the first document: code can be made only of what has no problems.
    let made: Evaluate | undefined;
    const decide: Evaluate = (...args) => {
      made ??= generateExpression(optimise(expression), [current, ...outcomes]);
      return made(...args);
    };

    const redacted = (record: Carrier, context: EvalContext, document: Document): Document | undefined => {
      const decision = decide(record, context, { ...decisions, CURRENT: document });
      if (decision === decisions.KEEP) return document;
      if (decision === decisions.PRUNE) return undefined;
      if (decision !== decisions.DESCEND) throw new MqlError(17053, "$redact must give $$KEEP, $$DESCEND or $$PRUNE");
      const kept: Document = {};
      for (const name of Object.keys(document)) {
        const value = inside(record, context, document[name]);
        if (value !== undefined) setOwn(kept, name, value);
      }
      return kept;
    };
    const inside = (record: Carrier, context: EvalContext, value: Value): Value => {
      if (Array.isArray(value)) return value.map((item) => inside(record, context, item)).filter((item) => item !== undefined);
      return isDocument(value) ? redacted(record, context, value) : value;
    };

    return {
      kind: "single",
      filters: true,
      size: 200,
      expressions: [],
      usesMeta: readMeta([expression]),
      emit: (flow) => {
        const { e } = flow;
        e.line(`${e.at({ pointer })};`);
        const kept = e.bind(`${e.use(redacted)}(${e.record}, ${e.context}, d)`);
        e.line(`if (${kept.js} === undefined) ${flow.drop}`);
        e.line(`d = ${kept.js};`);
        flow.owned = false;
        e.forget();
      },
    };
  },
});
