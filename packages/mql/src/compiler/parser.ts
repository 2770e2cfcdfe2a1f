/** Reads expressions into trees; every problem is collected, none is thrown. */
import type { DefNode, DefObject } from "../definition/index.ts";
import { valueOf as plainValueOf, wrappedValue } from "../definition/index.ts";
import type { MqlError } from "../errors.ts";
import type { FieldRule } from "../expressions/define.ts";
import { expressionsByName } from "../expressions/registry.ts";
import type { Value } from "../values/types.ts";
import { arrayNode, type ExpressionNode, literalNode, objectNode, pathNode, root, type Variable } from "./ast.ts";
import { isTooLong } from "./path-length.ts";
import { below, nearest, type Problems } from "./problems.ts";

/** Deeper expressions are refused, so that neither parsing nor evaluation can exhaust the stack (design 5). */
const deepest = 200;

/** Longer lists of arguments would nest code too deeply. */
const mostArguments = 5000;

/** Variables of the database that a stream does not have (engine.md 2.3). */
const unavailable: Readonly<Record<string, string>> = {
  NOW: "use { $currentDate: {} }",
  CLUSTER_TIME: "use { $currentDate: {} }",
  USER_ROLES: "a stream processor runs without a user",
  SEARCH_META: "a stream has no search",
};

/** The variables that an expression sees. */
export class Scope {
  readonly #variables: ReadonlyMap<string, Variable>;

  private constructor(variables: ReadonlyMap<string, Variable>) {
    this.#variables = variables;
  }

  /** `$$ROOT`, `$$CURRENT`, and variables given from outside. */
  static outermost(variables: Iterable<Variable> = []): Scope {
    const all = new Map<string, Variable>([
      ["ROOT", root],
      ["CURRENT", root],
    ]);
    for (const variable of variables) all.set(variable.name, variable);
    return new Scope(all);
  }

  /** This scope with more variables. */
  with(variables: readonly Variable[]): Scope {
    return new Scope(new Map([...this.#variables, ...variables.map((variable) => [variable.name, variable] as const)]));
  }

  get(name: string): Variable | undefined {
    return this.#variables.get(name);
  }

  names(): Iterable<string> {
    return this.#variables.keys();
  }
}

export class Parser {
  readonly problems: Problems;
  #depth = 0;

  constructor(problems: Problems) {
    this.problems = problems;
  }

  /** Any expression. Where something is wrong, a null stands in for it, so that the rest is looked at as well. */
  expression(node: DefNode, pointer: string, scope: Scope): ExpressionNode {
    if (this.#depth >= deepest) {
      this.problems.shape(pointer, `Expressions may be nested ${deepest} deep at most.`);
      return literalNode(null, pointer);
    }
    this.#depth++;
    const parsed = this.#expression(node, pointer, scope);
    this.#depth--;
    return parsed;
  }

  /** The arguments of an operator that takes a list; a single one may stand without brackets. */
  list(name: string, least: number, most: number, node: DefNode, pointer: string, scope: Scope): ExpressionNode[] {
    const items = node.kind === "array" ? node.items : [node];
    if (items.length > mostArguments) {
      this.problems.shape(pointer, `${name} takes ${mostArguments} arguments at most, but ${items.length} were given.`);
      return [];
    }
    if (items.length < least || items.length > most) {
      this.problems.shape(
        pointer,
        `${name} takes ${countOf(least, most)}, but ${items.length} ${items.length === 1 ? "was" : "were"} given.`,
      );
    }
    return items.map((item, index) => this.expression(item, node.kind === "array" ? below(pointer, index) : pointer, scope));
  }

  /** The arguments of an operator that takes named ones, in the order of `rules`; `undefined` if they are no object. */
  fields(
    name: string,
    rules: Readonly<Record<string, FieldRule>>,
    node: DefNode,
    pointer: string,
    scope: Scope,
  ): (ExpressionNode | undefined)[] | undefined {
    const given = this.named(name, rules, node, pointer);
    if (given === undefined) return undefined;
    return Object.entries(rules).map(([field, rule]) => {
      const value = given.get(field);
      if (value !== undefined) return this.expression(value, below(pointer, field), scope);
      return typeof rule === "object" ? literalNode(rule.default, pointer) : undefined;
    });
  }

  /** The named arguments as they are written; unknown and lacking ones are problems. */
  named(
    name: string,
    rules: Readonly<Record<string, FieldRule>>,
    node: DefNode,
    pointer: string,
  ): Map<string, DefNode> | undefined {
    if (node.kind !== "object" || this.wrapped(node, pointer) !== undefined) {
      const wanted = Object.keys(rules).join(", ");
      this.problems.shape(pointer, `${name} takes an object with the fields ${wanted}.`);
      return undefined;
    }
    const given = new Map<string, DefNode>();
    for (const { key, value } of node.entries) {
      if (Object.hasOwn(rules, key)) given.set(key, value);
      else this.problems.shape(below(pointer, key), `${name} has no field '${key}'.`, nearest(key, Object.keys(rules)));
    }
    for (const [field, rule] of Object.entries(rules)) {
      if (rule === "required" && !given.has(field)) this.problems.shape(pointer, `${name} lacks the field '${field}'.`);
    }
    return given;
  }

  /** Checks that an operator without arguments was given none. */
  noArguments(name: string, node: DefNode, pointer: string): void {
    const empty = (node.kind === "object" && node.entries.length === 0) || (node.kind === "array" && node.items.length === 0);
    if (!empty) this.problems.shape(pointer, `${name} takes no arguments: write { ${name}: {} }.`);
  }

  /** The name of a variable that an operator binds (`as`, `vars`): starts with a lower-case letter, then letters, digits, underscores. */
  variableName(name: string, pointer: string): Variable {
    if (name !== "CURRENT" && !/^[a-z\u0080-\u{10ffff}][\w\u0080-\u{10ffff}]*$/u.test(name)) {
      this.problems.shape(
        pointer,
        `'${name}' is not a name for a variable: it must start with a lower-case letter and go on with letters, digits or underscores.`,
      );
    }
    return { name };
  }

  /** The value if the node is an Extended JSON wrapper. */
  wrapped(node: DefNode, pointer: string): { value: Value } | undefined {
    try {
      return wrappedValue(node);
    } catch (error) {
      this.problems.shape(pointer, (error as MqlError).message);
      return { value: null };
    }
  }

  /** The plain value that a node stands for, Extended JSON wrappers interpreted. */
  plain(node: DefNode, pointer: string): Value {
    try {
      return plainValueOf(node);
    } catch (error) {
      this.problems.shape(pointer, (error as MqlError).message);
      return null;
    }
  }

  #expression(node: DefNode, pointer: string, scope: Scope): ExpressionNode {
    switch (node.kind) {
      case "scalar":
        return typeof node.value === "string" && node.value.startsWith("$")
          ? this.#path(node.value, pointer, scope)
          : literalNode(node.value, pointer);
      case "array":
        return arrayNode(
          node.items.map((item, index) => this.expression(item, below(pointer, index), scope)),
          pointer,
        );
      case "object": {
        const wrapped = this.wrapped(node, pointer);
        if (wrapped !== undefined) return literalNode(wrapped.value, pointer);
        return node.entries.some((entry) => entry.key.startsWith("$"))
          ? this.#operator(node, pointer, scope)
          : this.#object(node, pointer, scope);
      }
    }
  }

  #object(node: DefObject, pointer: string, scope: Scope): ExpressionNode {
    const entries = node.entries.map(({ key, value }) => {
      if (key.includes(".")) {
        this.problems.shape(
          below(pointer, key),
          `The field name '${key}' of an object expression must not contain a dot; nest objects instead.`,
        );
      }
      return { key, value: this.expression(value, below(pointer, key), scope) };
    });
    return objectNode(entries, pointer);
  }

  #operator(node: DefObject, pointer: string, scope: Scope): ExpressionNode {
    const [first] = node.entries;
    if (first === undefined || node.entries.length > 1) {
      const keys = node.entries.map((entry) => entry.key).join(", ");
      this.problems.shape(pointer, `An expression has exactly one operator, but this one has the fields ${keys}.`);
      return literalNode(null, pointer);
    }
    const spec = expressionsByName().get(first.key);
    if (spec === undefined) {
      const names = expressionsByName().keys();
      this.problems.shape(below(pointer, first.key), `Unknown expression operator ${first.key}.`, nearest(first.key, names));
      return literalNode(null, pointer);
    }
    return spec.parse(this, first.value, below(pointer, first.key), scope);
  }

  /** `$a.b` or `$$variable.a.b`. */
  #path(text: string, pointer: string, scope: Scope): ExpressionNode {
    const isVariable = text.startsWith("$$");
    const names = text.slice(isVariable ? 2 : 1).split(".");
    if (isTooLong(names, pointer, this.problems)) return literalNode(null, pointer);
    const wrong = names.find((name) => name === "" || name.startsWith("$") || name.includes("\0"));
    if (wrong !== undefined) {
      this.problems.shape(
        pointer,
        wrong.startsWith("$")
          ? `The field name '${wrong}' in the path '${text}' must not start with '$'; use $getField for it.`
          : `'${text}' is not a field path: every name in it must have at least one character, and none of them NUL.`,
      );
      return literalNode(null, pointer);
    }
    if (!isVariable) return pathNode(scope.get("CURRENT")!, names, pointer);
    const [name = "", ...path] = names;
    // A removed field and a missing one are the same.
    if (name === "REMOVE") return literalNode(undefined, pointer);
    const variable = scope.get(name);
    if (variable !== undefined) return pathNode(variable, path, pointer);
    const instead = Object.hasOwn(unavailable, name) ? unavailable[name] : undefined;
    if (instead !== undefined) {
      this.problems.shape(pointer, `The variable $$${name} is not available in a stream processor: ${instead}.`);
    } else {
      const close = nearest(name, scope.names());
      this.problems.shape(pointer, `Use of the undefined variable $$${name}.`, close && `$$${close}`);
    }
    return literalNode(null, pointer);
  }
}

function countOf(least: number, most: number): string {
  const noun = most === 1 ? "argument" : "arguments";
  if (least === most) return `exactly ${least} ${noun}`;
  return most === Number.POSITIVE_INFINITY ? `at least ${least} arguments` : `${least} to ${most} arguments`;
}
