/** Definitions for the fuzzer: cases with parts exchanged, operators with any arguments, JSON of any shape, hostile texts. */
import { type DefNode, parseDefinition, writeDefinition } from "@millrace/mql";
import { accumulatorNames, expressionNames, matchNames, stageNames } from "@millrace/mql/testing";
import { readCases } from "../cases/mql/read-cases.ts";
import { canary } from "./canary.ts";
import type { Random } from "./random.ts";

type Kind = "expression" | "query" | "group" | "pipeline" | "stream";
const kinds: readonly Kind[] = ["expression", "query", "group", "pipeline", "stream"];

export interface Definition {
  readonly kind: Kind;
  readonly text: string;
}

const names = [
  "a",
  "b",
  "_id",
  "a.b",
  "a.0.b",
  "",
  ".",
  "a.",
  "$",
  "$$",
  "$a",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "__proto__.x",
  "\u0000",
  "a\u0000b",
  "\u2028",
  "\ud83d\ude00",
  "10",
  "-0",
  "undefined",
  "d",
  "r",
  "c",
  "at",
  canary,
  `"];${canary};//`,
  `\`\${${canary}}\``,
  `*/${canary}/*`,
  `\\"];${canary};//`,
  `\n${canary}\n`,
];

const scalars = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-0.0",
  "1",
  "-1",
  "1.5",
  "2147483648",
  "9007199254740993",
  "1e308",
  "1e400",
  "5e-324",
  '{"$numberLong":"9223372036854775807"}',
  '{"$numberDecimal":"1E+6144"}',
  '{"$numberDouble":"NaN"}',
  '{"$date":"2024-02-29T23:59:59.999Z"}',
  '{"$date":{"$numberLong":"-62135596800001"}}',
  '{"$oid":"5ab9cbfa31c2ab715d42129e"}',
  '{"$binary":{"base64":"AQID","subType":"04"}}',
  '{"$regularExpression":{"pattern":"(a+)+$","options":"ix"}}',
  '{"$timestamp":{"t":1,"i":2}}',
  '{"$minKey":1}',
  '{"$oid":"x"}',
  '{"$date":"never"}',
  "[]",
  "{}",
];

/** Field paths and variables. */
const paths = [
  "$a",
  "$a.b",
  "$a.0",
  "$$ROOT",
  "$$CURRENT.a",
  "$$this",
  "$$value",
  "$$REMOVE",
  "$$nope",
  "$",
  "$$",
  "$a..b",
  "$__proto__",
  "$constructor.name",
  "$a.__proto__.b",
];

/** Pieces of valid cases: whole definitions and all values in them. */
interface Corpus {
  readonly definitions: readonly Definition[];
  readonly parts: readonly string[];
}

let corpus: Corpus | undefined;

function readCorpus(): Corpus {
  const definitions: Definition[] = [];
  const parts: string[] = [];
  for (const { kind, cases } of readCases()) {
    for (const one of cases) {
      const node = one.node("expr") ?? one.node("query") ?? one.node("pipeline");
      if (node === undefined) continue;
      const text = writeDefinition(node);
      if (kind === "expression") definitions.push({ kind, text });
      else if (kind === "match") definitions.push({ kind: "query", text });
      else if (kind === "accumulator") definitions.push({ kind: "group", text: `{"_id":null,"x":${text}}` });
      else definitions.push({ kind: "pipeline", text });
      collect(node, parts);
    }
  }
  return { definitions, parts };
}

function collect(node: DefNode, parts: string[]): void {
  parts.push(writeDefinition(node));
  for (const child of childrenOf(node)) collect(child, parts);
}

function childrenOf(node: DefNode): readonly DefNode[] {
  if (node.kind === "array") return node.items;
  return node.kind === "object" ? node.entries.map(({ value }) => value) : [];
}

/** A definition that is valid, nearly valid, or nothing of the kind. */
export function anyDefinition(random: Random): Definition {
  corpus ??= readCorpus();
  const way = random.below(20);
  if (way < 9) {
    const base = random.of(corpus.definitions);
    return { kind: base.kind, text: mutated(base.text, random, corpus.parts) };
  }
  const kind = random.of(kinds);
  if (way < 15) return { kind, text: composed(kind, random, 5) };
  if (way < 18) return { kind, text: anyJson(random, 4) };
  return { kind, text: hostile(random) };
}

/** The text with some values exchanged for others. */
function mutated(text: string, random: Random, parts: readonly string[]): string {
  let result = text;
  for (let count = random.below(4); count >= 0; count--) {
    const node = parse(result);
    if (node === undefined) return result;
    const places: DefNode[] = [];
    const walk = (one: DefNode) => {
      places.push(one);
      childrenOf(one).forEach(walk);
    };
    walk(node);
    const place = random.of(places);
    const other = random.below(3) === 0 ? anyJson(random, 2) : random.of(parts);
    result = result.slice(0, place.start) + other + result.slice(place.end);
    if (result.length > 20_000) return result;
  }
  return result;
}

function parse(text: string): DefNode | undefined {
  try {
    return parseDefinition(text);
  } catch {
    return undefined;
  }
}

const operators = {
  expression: expressionNames(),
  query: matchNames(),
  group: accumulatorNames(),
  pipeline: stageNames(),
  stream: [...stageNames(), "$tumblingWindow", "$source", "$emit", "$merge"],
};

/** Operators of a kind with arguments of all kinds. */
function composed(kind: Kind, random: Random, depth: number): string {
  const operand = () =>
    depth > 0 && random.below(3) > 0
      ? composed(random.below(4) > 0 ? "expression" : random.of(kinds), random, depth - 1)
      : simple(random);
  const name = random.of(operators[kind]);
  const call = `{${JSON.stringify(name)}:${argument(random, operand)}}`;
  switch (kind) {
    case "expression":
      return call;
    case "query":
      return random.below(2) === 0 ? call : `{${JSON.stringify(random.of(names))}:${call}}`;
    case "group":
      return `{"_id":${operand()},${JSON.stringify(random.of(names))}:${call}}`;
    default:
      return `[${Array.from({ length: 1 + random.below(3) }, () => `{${JSON.stringify(random.of(operators[kind]))}:${argument(random, operand)}}`).join(",")}]`;
  }
}

/** Names of arguments of many operators. */
const argumentNames = [
  ..."input as in cond limit branches case then default if else vars date unit amount startDate endDate timezone format".split(
    " ",
  ),
  ..."regex options find replacement chars n sortBy output k v field value initialValue to onError onNull algorithm p method".split(
    " ",
  ),
  ..."from localField foreignField let pipeline path groupBy boundaries buckets window documents range step bounds interval size".split(
    " ",
  ),
];

function argument(random: Random, operand: () => string): string {
  const count = random.below(4);
  switch (random.below(3)) {
    case 0:
      return operand();
    case 1:
      return `[${Array.from({ length: count }, operand).join(",")}]`;
    default:
      return `{${Array.from({ length: count }, () => `${JSON.stringify(random.of(argumentNames))}:${operand()}`).join(",")}}`;
  }
}

function simple(random: Random): string {
  switch (random.below(4)) {
    case 0:
      return JSON.stringify(random.of(paths));
    case 1:
      return JSON.stringify(random.of(names));
    default:
      return random.of(scalars);
  }
}

function anyJson(random: Random, depth: number): string {
  if (depth === 0 || random.below(3) === 0) return simple(random);
  const items = Array.from({ length: random.below(5) }, () => anyJson(random, depth - 1));
  if (random.below(2) === 0) return `[${items.join(",")}]`;
  return `{${items.map((item) => `${JSON.stringify(random.below(3) === 0 ? random.of(operators.expression) : random.of(names))}:${item}`).join(",")}}`;
}

/** Texts that go to a limit: depth, length, count, broken JSON. */
function hostile(random: Random): string {
  const depth = random.of([10, 99, 179, 181, 1000]);
  switch (random.below(9)) {
    case 0:
      return `${'{"$not":['.repeat(depth)}"$a"${"]}".repeat(depth)}`;
    case 1:
      return `${"[".repeat(depth)}${"]".repeat(depth)}`;
    case 2:
      return `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    case 3:
      return JSON.stringify({ a: "x".repeat(random.of([10, 100_000, 1_000_000])) });
    case 4:
      return JSON.stringify({ $add: Array.from({ length: random.of([10, 1000, 20_000]) }, (_, index) => `$f${index}`) });
    case 5:
      return JSON.stringify(`$${Array.from({ length: random.of([10, 199, 201, 5000]) }, () => "a").join(".")}`);
    case 6:
      return `{"a":"${random.of(["\\ud800", "\\udc00x", "\\u0000", "\\uffff"])}"}`;
    case 7: {
      const text = anyJson(random, 3);
      const at = random.below(text.length + 1);
      return (
        text.slice(0, at) +
        random.of(["", "}", '"', ",", "\u0000", "\\", "\ud800", "NaN", "//"]) +
        text.slice(at + random.below(3))
      );
    }
    default:
      return `{"$or":[${Array.from({ length: random.of([10, 2000]) }, (_, index) => `{"f${index}":{"$regex":"(a+)+${index}$"}}`).join(",")}]}`;
  }
}
