/** Writes the code of one function: statements, temporaries, and what is known about values so far. */

import type { Value } from "../values/types.ts";
import type { ExpressionNode, PathNode, Variable } from "./ast.ts";
import { meta, root } from "./ast.ts";
import { type Atom, always, atom, mayBe } from "./atom.ts";
import { emitArray, emitObject } from "./construct.ts";
import { kindOf, kinds } from "./kinds.ts";
import { emitPath, fieldOf } from "./paths.ts";
import { type Helper, type Program, quote } from "./program.ts";
import { isTruthy } from "./truth.ts";

/** More values than this are computed by functions of their own, a chunk each. */
const valuesPerFunction = 48;

export class Emitter {
  readonly program: Program;
  /** The name of the record (`Carrier`). */
  readonly record = "r";
  /** The name of the `EvalContext`. */
  readonly context = "c";
  #lines: string[] = [];
  /** Values already computed, by what they are; one map per open block. */
  #known: Map<string, Known>[] = [new Map()];
  #variables: Map<Variable, Atom>;
  #canFail = false;

  constructor(program: Program, variables: Iterable<readonly [Variable, Atom]>) {
    this.program = program;
    this.#variables = new Map(variables);
  }

  /** Adds a statement. */
  line(js: string): void {
    this.#lines.push(js);
  }

  /** Computes an expression once and names the result. */
  bind(js: string, possible: number = kinds.any, fresh = false): Atom {
    const name = this.program.name("t");
    this.line(`const ${name} = ${js};`);
    return atom(name, possible, fresh);
  }

  /** Declares a variable that later statements assign. */
  declare(possible: number = kinds.any, initial = "undefined", fresh = false): Atom {
    const name = this.program.name("t");
    this.line(`let ${name} = ${initial};`);
    return atom(name, possible, fresh);
  }

  /** A block; what becomes known inside is forgotten after it. */
  block(header: string, body: () => void): void {
    this.line(`${header} {`);
    this.#known.push(new Map());
    body();
    this.#known.pop();
    this.line("}");
  }

  /** One of two values, only one of which is computed. */
  choose(test: string, then: () => Atom, otherwise: () => Atom): Atom {
    if (test === "true") return then();
    if (test === "false") return otherwise();
    const name = this.program.name("t");
    let possible = 0;
    let fresh = true;
    const branch = (make: () => Atom) => () => {
      const value = make();
      possible |= value.kinds;
      fresh &&= value.fresh;
      this.line(`${name} = ${value.js};`);
    };
    this.line(`let ${name};`);
    this.block(`if (${test})`, branch(then));
    this.block("else", branch(otherwise));
    return atom(name, possible, fresh);
  }

  /** A value that was computed before under this key, or is computed now. `field`: the field of the document that it was read from. */
  remember(key: string, make: () => Atom, field?: string): Atom {
    for (const block of this.#known) {
      const known = block.get(key);
      if (known !== undefined) return known.value;
    }
    const value = make();
    this.#known.at(-1)!.set(key, { value, field });
    return value;
  }

  /** Forgets what was read from the document, but for the fields that have not changed. */
  forget(unchanged: (field: string) => boolean = () => false): void {
    for (const block of this.#known) {
      for (const [key, { field }] of block) if (field !== undefined && !unchanged(field)) block.delete(key);
    }
  }

  /** Notes the value of a field of the document. */
  know(field: string, value: Atom): void {
    this.#known.at(-1)!.set(pathKey(this.document, [field]), { value, field });
  }

  /** Name of a helper in generated code. */
  use(helper: object): string {
    return this.program.use(helper);
  }

  /** Source text that notes the place in the definition before something that may throw; put it in front of the call with a comma. */
  at(node: { pointer: string }): string {
    this.#canFail = true;
    return `at = ${this.program.site(node.pointer)}`;
  }

  /** Calls a helper that may throw. */
  call(helper: Helper, args: readonly string[], node: { pointer: string }, possible: number = kinds.any, fresh = false): Atom {
    this.line(`${this.at(node)};`);
    return this.bind(`${this.use(helper)}(${args.join(", ")})`, possible, fresh);
  }

  /** Calls a helper that never throws. */
  pure(helper: Helper, args: readonly string[], possible: number = kinds.any, fresh = false): Atom {
    return this.bind(`${this.use(helper)}(${args.join(", ")})`, possible, fresh);
  }

  constant(value: Value): Atom {
    return atom(this.program.constant(value), kindOf(value));
  }

  /** Source text of a condition: whether the value counts as true. */
  truth(value: Atom): string {
    if (always(value, kinds.bool)) return value.js;
    if (always(value, kinds.nullish)) return "false";
    if (!mayBe(value, kinds.nullish | kinds.bool | kinds.numeric)) return "true";
    return `(typeof ${value.js} === "boolean" ? ${value.js} : ${this.use(isTruthy)}(${value.js}))`;
  }

  /** Source text of a condition: whether the value is null or missing. */
  nullish(value: Atom): string {
    if (always(value, kinds.nullish)) return "true";
    if (!mayBe(value, kinds.nullish)) return "false";
    return `${value.js} == null`;
  }

  /** The document that is being evaluated. */
  get document(): Atom {
    return this.#variables.get(root)!;
  }

  /** Whether a value is the document that is being evaluated. */
  isDocument(value: Atom): boolean {
    return this.#variables.get(root)?.js === value.js;
  }

  variable(variable: Variable): Atom {
    return this.#variables.get(variable) ?? atom(fieldOf(this, `${this.context}.variables`, variable.name));
  }

  /** Gives a variable its value for as long as `body` generates code. */
  with<T>(variable: Variable, value: Atom, body: () => T): T {
    const before = this.#variables.get(variable);
    this.#variables.set(variable, value);
    const result = body();
    if (before === undefined) this.#variables.delete(variable);
    else this.#variables.set(variable, before);
    return result;
  }

  /** Generates the code of an expression; the result is the value, `undefined` for missing. */
  value(node: ExpressionNode): Atom {
    switch (node.kind) {
      case "literal":
        return this.constant(node.value);
      case "path":
        return this.#path(node);
      default:
        return this.program.outlined.has(node) ? this.#outlined(node) : this.#inline(node);
    }
  }

  /** The values of several expressions, all computed before the first is used. */
  values(nodes: readonly ExpressionNode[]): Atom[] {
    if (nodes.length <= valuesPerFunction) return nodes.map((node) => this.value(node));
    return this.#chunks(nodes).flatMap(({ array, size }) =>
      Array.from({ length: size }, (_, index) => atom(`${array}[${index}]`)),
    );
  }

  /** Source text of an array of the values of several expressions. */
  valueList(nodes: readonly ExpressionNode[]): string {
    if (nodes.length <= valuesPerFunction)
      return `[${this.values(nodes)
        .map((value) => value.js)
        .join(", ")}]`;
    const [first, ...rest] = this.#chunks(nodes).map(({ array }) => array);
    return `${first}.concat(${rest.join(", ")})`;
  }

  /** The statements so far, inside what notes the place of an error where one can occur. */
  body(): string {
    if (!this.#canFail) return this.#lines.join("\n");
    return `let at = 0;\ntry {\n${this.#lines.join("\n")}\n} catch (error) { ${this.program.rethrow("error")} }`;
  }

  /** The statements so far, for a function that catches by itself. */
  statements(): string {
    return this.#lines.join("\n");
  }

  #path(node: PathNode): Atom {
    const base = node.variable === meta ? this.#metadata() : this.variable(node.variable);
    // The document may be replaced before its value is used.
    if (node.variable === root && node.names.length === 0) return this.bind(base.js, base.kinds);
    return emitPath(this, base, node.names);
  }

  /** The metadata is made when it is first asked for: only expressions that need it read the property. */
  #metadata(): Atom {
    return this.remember("metadata", () => this.bind(`${this.record}.meta`, kinds.document));
  }

  #inline(node: Exclude<ExpressionNode, { kind: "literal" | "path" }>): Atom {
    switch (node.kind) {
      case "object":
        return emitObject(this, node.entries);
      case "array":
        return emitArray(this, node.items);
      case "operator":
        return node.spec.emit(this, node.operands as never, node);
    }
  }

  /** Functions that compute some of the values each, and give an array of them. */
  #chunks(nodes: readonly ExpressionNode[]): { array: string; size: number }[] {
    const chunks: { array: string; size: number }[] = [];
    for (let start = 0; start < nodes.length; start += valuesPerFunction) {
      const chunk = nodes.slice(start, start + valuesPerFunction);
      const array = this.#function(chunk, (inner) => {
        const values = chunk.map((node) => inner.value(node));
        inner.line(`return [${values.map((value) => value.js).join(", ")}];`);
      });
      chunks.push({ array, size: chunk.length });
    }
    return chunks;
  }

  /** Code of a node as a function of its own, called here. */
  #outlined(node: Exclude<ExpressionNode, { kind: "literal" | "path" }>): Atom {
    let possible = 0;
    let fresh = false;
    const result = this.#function([node], (inner) => {
      const value = inner.#inline(node);
      possible = value.kinds;
      fresh = value.fresh;
      inner.line(`return ${value.js};`);
    });
    return atom(result, possible, fresh);
  }

  /** A function that computes from everything the nodes need; gives the name of its result here. */
  #function(nodes: readonly ExpressionNode[], write: (inner: Emitter) => void): string {
    return this.outline(new Set(nodes.flatMap((node) => [...node.needs])), write);
  }

  /** A function of its own for some code, called here with the variables it needs; gives the name of its result. */
  outline(needs: ReadonlySet<Variable>, write: (inner: Emitter) => void): string {
    const passed = [...needs].filter((variable) => this.#variables.has(variable));
    const inner = new Emitter(
      this.program,
      passed.map((variable, index) => [variable, { ...this.variable(variable), js: `v${index}` }] as const),
    );
    write(inner);
    const name = this.program.name("f");
    const parameters = [this.record, this.context, ...passed.map((_, index) => `v${index}`)];
    this.program.add(`function ${name}(${parameters.join(", ")}) {\n${inner.body()}\n}`);
    const args = [this.record, this.context, ...passed.map((variable) => this.variable(variable).js)];
    return this.bind(`${name}(${args.join(", ")})`).js;
  }
}

interface Known {
  readonly value: Atom;
  readonly field: string | undefined;
}

/** What is read at a path below a value, as the key under which it is remembered. */
export function pathKey(base: Atom, names: readonly string[]): string {
  return base.js + names.map((name) => `.${JSON.stringify(name)}`).join("");
}

/** Source text of a property name in an object literal. `__proto__` is computed, since the plain form sets the prototype. */
export function literalKey(name: string): string {
  return name === "__proto__" ? `["__proto__"]` : quote(name);
}
