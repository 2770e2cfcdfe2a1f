// `npm run reference [-- --check]`: writes docs/reference/, one page an operator, accumulator, window function, stage and update operator, from
// their declarations and from the language cases. With --check it writes nothing and exits with 1 if a page is not what it should be.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { accumulatorsByName } from "../packages/mql/src/accumulators/registry.ts";
import { encodeExactJson } from "../packages/mql/src/codecs/encode-json.ts";
import { arrayStagesByName } from "../packages/mql/src/collections/registry.ts";
import { windowFunctionsByName } from "../packages/mql/src/collections/window/registry.ts";
import { expressionCategories } from "../packages/mql/src/expressions/registry.ts";
import { MqlError, parseDefinition } from "../packages/mql/src/index.ts";
import { queryOperators } from "../packages/mql/src/queries/registry.ts";
import { perDocumentStages, stagesByName } from "../packages/mql/src/stages/registry.ts";
import { updateOperatorsByName } from "../packages/mql/src/updates/registry.ts";
import { rename } from "../packages/mql/src/updates/rename.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, "docs/reference");
const mql = join(root, "packages/mql/src");

/** Codes that only reading a definition gives. */
const definitionCodes = { 72: "InvalidOptions" };

/** The kinds of pages: folder, title, what they are, their declarations, and the kind and folder of their cases. */
const kinds = [
  {
    folder: "expressions",
    title: "Expression operators",
    about: "Values computed from a document, in `$project`, `$addFields`, `$match` with `$expr`, `$group` and elsewhere.",
    specs: Object.entries(expressionCategories).flatMap(([category, specs]) => specs.map((spec) => ({ ...spec, category }))),
    sources: ["expressions"],
    cases: "expression",
  },
  {
    folder: "match",
    title: "Match operators",
    about: "Conditions of a query, in `$match` and wherever documents are selected.",
    specs: merged(queryOperators()),
    sources: ["queries/operators"],
    cases: "match",
  },
  {
    folder: "accumulators",
    title: "Accumulators",
    about: "Values of a group of documents, in `$group` and, over windows, in `$setWindowFields`.",
    specs: [...accumulatorsByName.values()],
    sources: ["accumulators"],
    cases: "accumulator",
  },
  {
    folder: "window-functions",
    title: "Window functions",
    about: "Values over the neighbours of a document, in `$setWindowFields` only.",
    specs: [...windowFunctionsByName.values()],
    sources: ["collections/window"],
    cases: "stage",
  },
  {
    folder: "stages",
    title: "Stages",
    about:
      "Stages as they work on documents. Those marked *stream* work on one document at a time and run in stream processors anywhere; what else processors have, such as sources, sinks and windows, is described with them.",
    specs: [...stagesByName.values(), ...arrayStagesByName().values()],
    sources: ["stages", "collections/stages"],
    cases: "stage",
  },
  {
    folder: "updates",
    title: "Update operators",
    about: "Changes of a document.",
    specs: [...updateOperatorsByName().values(), rename],
    sources: ["updates"],
    cases: "update",
  },
];

const pages = new Map();
const counts = [];
for (const kind of kinds) {
  const rules = rulesIn(kind.sources);
  const cases = casesOf(kind.cases);
  const specs = kind.specs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const spec of specs)
    pages.set(join(kind.folder, `${fileName(spec.name)}.md`), page(kind, spec, rules.get(spec.name), cases.get(spec.name) ?? []));
  counts.push({ ...kind, specs });
}
pages.set("README.md", index());
finish();

/** Two declarations of one name, on a field and in place of one, make one page. */
function merged(specs) {
  const byName = new Map();
  for (const spec of specs) {
    const known = byName.get(spec.name);
    const docs = known && {
      ...known.docs,
      syntax: `${known.docs.syntax} or ${spec.docs.syntax}`,
      examples: [...known.docs.examples, ...spec.docs.examples],
    };
    byName.set(spec.name, known ? { ...known, docs } : spec);
  }
  return [...byName.values()];
}

function page(kind, spec, rules, cases) {
  const { summary, examples } = spec.docs;
  const lines = [`# ${spec.name}`, "", summary, "", "## Syntax", "", "```", spec.syntax ?? spec.docs.syntax, "```", ""];
  if (rules) lines.push("## Rules", "", rules, "");
  if (spec.window)
    lines.push(
      `A window ${{ required: "must be given", optional: "may be given", refused: "must not be given" }[spec.window]}; sorting: ${spec.sort}.`,
      "",
    );
  lines.push("## Examples", "", ...table(kind.folder, examples), "");
  const behaviour = cases.filter((one) => one.error === undefined && one.problem === undefined);
  if (behaviour.length > 0) lines.push("## In detail", "", ...caseTable(behaviour), "");
  const errors = errorLines(examples, cases);
  if (errors.length > 0) lines.push("## Errors", "", "| code | when |", "|---|---|", ...errors, "");
  return `${lines.join("\n").trim()}\n`;
}

/** Examples of the declaration, by kind. */
function table(folder, examples) {
  const shown = examples.filter((example) => example.error === undefined);
  const input = (example) => (example.in === undefined ? "" : code(example.in));
  const result = ({ out }) => (out === undefined ? "*missing*" : code(out));
  switch (folder) {
    case "expressions":
      return rows(
        ["document", "expression", "result"],
        shown.map((one) => [input(one), code(one.expr), result(one)]),
      );
    case "match":
      return rows(
        ["document", "query", "selected"],
        shown.map((one) => [input(one), code(one.query), one.out ? "yes" : "no"]),
      );
    case "accumulators":
      return rows(
        ["documents", "accumulator", "result"],
        shown.map((one) => [input(one), code(one.accumulator), result(one)]),
      );
    case "window-functions":
      return rows(
        ["documents", "sorted by", "function", "results"],
        shown.map((one) => [input(one), one.sortBy ? code(one.sortBy) : "", code(one.output), result(one)]),
      );
    case "stages":
      return rows(
        ["documents", "stage", "result"],
        shown.map((one) => [
          one.collections ? `${input(one)}, collections ${code(one.collections)}` : input(one),
          code(one.stage),
          result(one),
        ]),
      );
    default:
      return rows(
        ["document", "update", "result"],
        shown.map((one) => [input(one), code(one.update), result(one)]),
      );
  }
}

function caseTable(cases) {
  return rows(
    ["", "given", "asked", "result"],
    cases.map((one) => {
      const asked = one.expr ?? one.pipeline ?? one.update ?? one.query;
      const given = one.query !== undefined && one.update === undefined ? "" : one.in === undefined ? "" : raw(one.in);
      const extra = one.collections
        ? `, collections ${raw(one.collections)}`
        : one.arrayFilters
          ? `, array filters ${raw(one.arrayFilters)}`
          : "";
      const result = one.yes
        ? [
            one.yes.items.length > 0 && `selects ${one.yes.items.map(raw).join(", ")}`,
            one.no?.items.length > 0 && `not ${one.no.items.map(raw).join(", ")}`,
          ]
            .filter(Boolean)
            .join("; ")
        : one.missing
          ? "*missing*"
          : raw(one.out);
      return [one.name.value, given + extra, raw(asked), result];
    }),
  );
}

/** Codes with their names, from examples and cases, each code once per reason. */
function errorLines(examples, cases) {
  const lines = examples
    .filter((example) => example.error !== undefined)
    .map((example) => [example.error, code(example.expr), example.in === undefined ? "" : ` on ${code(example.in)}`])
    .map(([number, what, on]) => `| ${named(number)} | ${what}${on} |`);
  for (const { error, problem, name } of cases) {
    if (error) lines.push(`| ${named(fieldsOf(error).code.value)} | ${cell(name.value)} |`);
    if (problem) lines.push(`| ${named(fieldsOf(problem).code.value)}, when the definition is read | ${cell(name.value)} |`);
  }
  return [...new Set(lines)];
}

function named(number) {
  return `${number} \`${definitionCodes[number] ?? new MqlError(number, "").codeName}\``;
}

function rows(head, body) {
  return [
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...body.map((cells) => `| ${cells.map(cell).join(" | ")} |`),
  ];
}

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** A value of a declaration as Extended JSON. */
function code(value) {
  return raw(parseDefinition(encodeExactJson(value)));
}

/** A part of a definition or of a case, spelled as it is there. */
function raw(node) {
  const text = spaced(node);
  const shown = text.length > 400 ? `${text.slice(0, 399)}…` : text;
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}

function spaced(node) {
  if (node.kind === "scalar") return node.raw.replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped);
  if (node.kind === "array") return `[${node.items.map(spaced).join(", ")}]`;
  const fields = node.entries.map(({ keyRaw, value }) => `${keyRaw}: ${spaced(value)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** What the declarations' comments say: `/** $op: … *\/`, by the operator's name. */
function rulesIn(folders) {
  const found = new Map();
  for (const folder of folders) {
    for (const file of filesIn(join(mql, folder), ".ts")) {
      for (const [, comment] of readFileSync(file, "utf8").matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\//g)) {
        const text = comment.replaceAll(/\s*\n\s*\* ?/g, " ").trim();
        const match = /^`?(\$\w+)`?: ([\s\S]+)$/.exec(text);
        if (match)
          found.set(
            match[1],
            sentence(
              match[2]
                .replaceAll(/\(engine\.md [^)]*\)/g, "")
                .replaceAll(/ +([.,;])/g, "$1")
                .replaceAll(/ {2,}/g, " "),
            ),
          );
      }
    }
  }
  return found;
}

function sentence(text) {
  const trimmed = text.trim();
  return `${trimmed[0].toUpperCase()}${trimmed.slice(1)}`;
}

function casesOf(kind) {
  const found = new Map();
  for (const file of filesIn(join(root, "conformance/cases/mql"), ".json")) {
    const { operator, kind: own, cases } = fieldsOf(parseDefinition(readFileSync(file, "utf8")));
    if (own.value === kind) found.set(operator.value, [...(found.get(operator.value) ?? []), ...cases.items.map(fieldsOf)]);
  }
  return found;
}

/** The fields of an object of a definition by name. */
function fieldsOf(node) {
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, value]));
}

function filesIn(folder, ending) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function fileName(name) {
  return name
    .slice(1)
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

function index() {
  const lines = [
    "# Reference of the aggregation language",
    "",
    "Generated by `npm run reference` from the declarations of the operators and from the language cases; do not edit. Every example and every line of",
    'the tables is run by a test. Values are Extended JSON: `6` is an int, `6.0` a double, `{"$numberLong": "6"}` a long.',
    "",
    "To try an expression, put it into a pipeline and give it a document:",
    "",
    "```sh",
    `echo '[{ "$project": { "_id": 0, "result": { "$add": ["$a", 5] } } }]' > pipeline.json`,
    `echo '{ "a": 2 }' | npx millrace run pipeline.json`,
    "```",
    "",
  ];
  for (const { folder, title, about, specs } of counts) {
    lines.push(`## ${title}`, "", about, "");
    if (folder === "expressions") {
      for (const [category, members] of Object.entries(Object.groupBy(specs, (spec) => spec.category)).sort()) {
        lines.push(`- ${category.replaceAll(/([A-Z])/g, " $1").toLowerCase()}: ${links(folder, members)}`);
      }
    } else if (folder === "stages") {
      lines.push(links(folder, specs, (spec) => (perDocumentStages.includes(spec.name) ? " *stream*" : "")));
    } else lines.push(links(folder, specs));
    lines.push("");
  }
  return `${lines.join("\n").trim()}\n`;
}

function links(folder, specs, mark = () => "") {
  return specs.map((spec) => `[${spec.name}](${folder}/${fileName(spec.name)}.md)${mark(spec)}`).join(", ");
}

/** Writes what has changed, or says so. */
function finish() {
  const check = process.argv.includes("--check");
  const present = existsSync(target) ? filesIn(target, ".md").map((file) => file.slice(target.length + 1)) : [];
  const stale = present.filter((file) => !pages.has(file));
  const changed = [...pages].filter(
    ([file, text]) => !present.includes(file) || readFileSync(join(target, file), "utf8") !== text,
  );
  if (check) {
    for (const file of [...stale, ...changed.map(([name]) => name)])
      console.error(`docs/reference/${file} is not what 'npm run reference' writes`);
    process.exit(stale.length + changed.length === 0 ? 0 : 1);
  }
  for (const file of stale) rmSync(join(target, file));
  for (const [file, text] of changed) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    writeFileSync(join(target, file), text);
  }
  console.log(`${pages.size} pages, ${changed.length} written, ${stale.length} removed`);
}
