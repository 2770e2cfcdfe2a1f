import type { ConnectorSpec } from "@millrace/engine";

/** `{ $source: { documents: [ … ] } }` (engine.md 3.5): an array of documents, or an expression that gives one. */
export const documentsSpec: ConnectorSpec = {
  name: "documents",
  source: {
    operatorName: "DocumentsSourceOperator",
    metaType: "generated",
    schema: { type: "object", properties: { documents: {} }, required: ["documents"] },
    check(options, report) {
      const { documents } = options;
      if (Array.isArray(documents)) return;
      const expression =
        typeof documents === "string" ? documents.startsWith("$") : typeof documents === "object" && documents !== null;
      if (!expression) report(9, ["documents"], "documents must be an array of documents or an expression that gives one");
    },
  },
};
