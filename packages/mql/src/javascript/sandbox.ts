/**
 * JavaScript of definitions, run by QuickJS in WebAssembly: it sees its arguments and nothing else, and its time and memory are
 * bounded. The interpreter is loaded only for pipelines that need it; the compiled code calls it without waiting.
 */
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from "quickjs-emscripten-core";
import { MqlError } from "../errors.ts";
import type { Value } from "../values/types.ts";
import { fromTransport, prelude, toTransport } from "./transport.ts";

/** Limits of one call; the memory is that of all functions together. */
const limits = { milliseconds: 1000, memoryBytes: 64 * 1024 * 1024, stackBytes: 512 * 1024 };

/** "JSInterpreterFailure". */
const failureCode = 139;

let quickJs: QuickJSWASMModule | undefined;
let sandbox: Sandbox | undefined;

/** Loads the interpreter; afterwards functions can be called. */
export async function loadJavaScript(): Promise<void> {
  if (quickJs !== undefined) return;
  const [{ newQuickJSWASMModuleFromVariant }, { default: variant }] = await Promise.all([
    import("quickjs-emscripten-core"),
    import("@jitl/quickjs-singlefile-mjs-release-sync"),
  ]);
  quickJs = await newQuickJSWASMModuleFromVariant(variant);
}

/**
 * Calls a function given as source text. Throws MqlError 139 for errors of the function, for too long a call, and for too much memory.
 * @param operator whose function it is, for messages
 */
export function callFunction(source: string, args: readonly Value[], operator = "$function"): Value {
  if (quickJs === undefined) throw new MqlError(failureCode, `${operator}: the JavaScript interpreter is not loaded`);
  sandbox ??= new Sandbox(quickJs);
  try {
    return sandbox.call(source, args);
  } catch (error) {
    // An interpreter that ran out of time or memory may be in any state: the next call gets a new one.
    sandbox = undefined;
    const said = error instanceof FunctionError ? error.message : `failed: ${(error as Error).message}`;
    throw new MqlError(failureCode, `${operator} ${said}`);
  }
}

/** What went wrong in a call; the message goes behind the operator's name. */
class FunctionError extends Error {}

class Sandbox {
  readonly #context: QuickJSContext;
  readonly #call: QuickJSHandle;
  readonly #functions = new Map<string, QuickJSHandle>();
  #deadline = 0;

  constructor(module: QuickJSWASMModule) {
    const runtime = module.newRuntime({
      memoryLimitBytes: limits.memoryBytes,
      maxStackSizeBytes: limits.stackBytes,
      interruptHandler: () => performance.now() > this.#deadline,
    });
    this.#context = runtime.newContext();
    this.#call = this.#evaluate(prelude);
  }

  call(source: string, args: readonly Value[]): Value {
    const text = this.#context.newString(toTransport(args));
    const result = this.#limited(() =>
      this.#context.callFunction(this.#call, this.#context.undefined, this.#function(source), text),
    );
    text.dispose();
    const json = this.#context.getString(result);
    result.dispose();
    return fromTransport(json);
  }

  #function(source: string): QuickJSHandle {
    const known = this.#functions.get(source);
    if (known !== undefined) return known;
    const made = this.#evaluate(`(${source}\n)`);
    if (this.#context.typeof(made) !== "function") throw new FunctionError("was given something that is not a function");
    this.#functions.set(source, made);
    return made;
  }

  #evaluate(code: string): QuickJSHandle {
    return this.#limited(() => this.#context.evalCode(code));
  }

  #limited(run: () => ReturnType<QuickJSContext["evalCode"]>): QuickJSHandle {
    this.#deadline = performance.now() + limits.milliseconds;
    const result = run();
    if (result.error === undefined) return result.value;
    const late = performance.now() > this.#deadline;
    const thrown = this.#context.dump(result.error) as { name?: string; message?: string } | string | undefined;
    result.error.dispose();
    if (late) throw new FunctionError(`took longer than ${limits.milliseconds} ms`);
    const said = typeof thrown === "object" ? [thrown.name, thrown.message].filter(Boolean).join(": ") : String(thrown);
    throw new FunctionError(`threw ${said.slice(0, 500)}`);
  }
}
