/** Generated source on its way to becoming functions: the table of helpers and literals, the places that can fail, and the link. */

import type { Value } from "../values/types.ts";
import type { ExpressionNode } from "./ast.ts";
import { locateError } from "./failure.ts";

/** A place in the definition at which evaluation can fail. */
interface Site {
  readonly pointer: string;
  /** Index of the stage, in a run of stages. */
  readonly stage: number;
}

// biome-ignore lint/suspicious/noExplicitAny: helpers take whatever generated code hands them
export type Helper = (...args: any[]) => unknown;

/** Longer strings stand in the table: source should stay small. */
const longestStringInSource = 200;

/**
 * One linked unit of generated code. Text of users never becomes code: values and names reach the source as escaped
 * literals or as indexes of the table.
 */
export class Program {
  readonly sites: Site[] = [{ pointer: "", stage: 0 }];
  /** Nodes whose code goes into a function of its own, see `splitting.ts`. */
  readonly outlined = new Set<ExpressionNode>();
  /** The stage for which code is being generated. */
  stage = 0;
  readonly #table: unknown[] = [];
  readonly #names = new Map<unknown, string>();
  readonly #lists = new Map<string, string>();
  readonly #functions: string[] = [];
  #lastName = 0;

  /** A name that nothing else in this program has. */
  name(prefix: string): string {
    this.#lastName++;
    return prefix + this.#lastName;
  }

  /** The name under which generated code reaches a helper function or another object. */
  use(entry: object): string {
    const known = this.#names.get(entry);
    if (known !== undefined) return known;
    const name = `k${this.#table.length}`;
    this.#table.push(entry);
    this.#names.set(entry, name);
    return name;
  }

  /** The name of a list of names; equal lists are one. */
  useNames(list: readonly string[]): string {
    const key = JSON.stringify(list);
    const known = this.#lists.get(key) ?? this.use(list);
    this.#lists.set(key, known);
    return known;
  }

  /** Source text of a constant. */
  constant(value: Value): string {
    switch (typeof value) {
      case "undefined":
        return "undefined";
      case "boolean":
        return String(value);
      // In parentheses, so that anything may stand before and behind them.
      case "number":
        return Object.is(value, -0) ? "(-0)" : `(${value})`;
      case "bigint":
        return `(${value}n)`;
      case "string":
        return value.length <= longestStringInSource ? quote(value) : this.#entry(value);
      default:
        return value === null ? "null" : this.use(value);
    }
  }

  /** Registers a place that can fail and gives its number. */
  site(pointer: string): number {
    const last = this.sites.length - 1;
    const previous = this.sites[last]!;
    if (previous.pointer === pointer && previous.stage === this.stage) return last;
    return this.sites.push({ pointer, stage: this.stage }) - 1;
  }

  /** Adds a function to the program. */
  add(source: string): void {
    this.#functions.push(source);
  }

  /** Code that throws what was caught, with the place that `at` names. */
  rethrow(caught: string): string {
    return `throw ${this.use(locateError)}(${caught}, ${this.use(this.sites)}[at].pointer);`;
  }

  /** Links the functions and gives the value of `result`, an expression over their names. */
  link<T>(result: string): T {
    const names = this.#table.map((_, index) => `const k${index} = table[${index}];`);
    const source = `"use strict";\n${names.join("\n")}\n${this.#functions.join("\n")}\nreturn ${result};`;
    return new Function("table", source)(this.#table) as T;
  }

  #entry(value: string): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    const name = `k${this.#table.length}`;
    this.#table.push(value);
    this.#names.set(value, name);
    return name;
  }
}

/** A string as source text. JSON.stringify escapes lone surrogates; line separators are escaped for older parsers' sake. */
export function quote(text: string): string {
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** Source text that reads an own field of a plain object whose name no prototype has. */
export function property(object: string, name: string): string {
  return `${object}[${quote(name)}]`;
}
