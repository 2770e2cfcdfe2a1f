import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { ProcessorError } from "@millrace/engine";
import { type Document, decodeBson } from "@millrace/mql";
import { type FromExecutor, type LogLevel, PROTOCOL_VERSION, type RunOrder, type ToExecutor } from "../protocol.ts";
import { executorEnvironment } from "./environment.ts";
import { ExecutorRun, fromWire, type Loss, type Request, type Run } from "./run.ts";
import { defaultWatchdog, type WatchdogSettings, watch } from "./watchdog.ts";

export interface ExecutorOptions {
  /** Limit of the JavaScript heap, MB. */
  heapMb: number;
  /** Lines that the executor and its connectors log; never secrets or documents. */
  log(level: LogLevel, message: string, fields?: Record<string, unknown>): void;
  watchdog?: WatchdogSettings;
  /** How long a new executor may take to say hello. */
  helloMs?: number;
}

const entry = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Grace for an executor that was told to end. */
const END_MS = 2_000;

interface Pending {
  resolve(documents: Document[]): void;
  reject(error: Error): void;
}

/**
 * One executor process and the runs in it. It starts when constructed; `ready` tells whether it came up.
 * The process ends when told to, when this process is gone, or when the watchdog finds its loop stuck.
 */
export class Executor {
  readonly ready: Promise<void>;
  /** Resolves when the process is gone; every run has ended by then. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #options: ExecutorOptions;
  readonly #runs = new Map<number, ExecutorRun>();
  readonly #pending = new Map<number, Pending>();
  #watchdog: ReturnType<typeof watch> | undefined;
  #counter = 0;
  #stuck = false;
  #outOfMemory = false;
  #gone = false;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#child = fork(entry, [], {
      execArgv: [
        "--enable-experimental-regexp-engine-on-excessive-backtracks",
        "--disable-warning=ExperimentalWarning",
        `--max-old-space-size=${options.heapMb}`,
      ],
      env: executorEnvironment(process.env),
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const hello = Promise.withResolvers<void>();
    const helloTimer = setTimeout(() => this.#giveUp("it did not start in time", hello.reject), options.helloMs ?? 30_000);
    this.ready = hello.promise.finally(() => clearTimeout(helloTimer));
    this.ready.catch(() => {});
    this.#child.on("message", (message) => this.#receive(message as FromExecutor, hello));
    this.#listen(this.#child.stdout, "info");
    this.#listen(this.#child.stderr, "error");
    this.exited = new Promise((resolve) => {
      const gone = (detail: string) => {
        if (this.#gone) return;
        this.#gone = true;
        hello.reject(this.#internal(`the executor did not start: ${detail}`));
        this.#lose(detail);
        resolve();
      };
      this.#child.on("error", (error) => gone(error.message));
      // `close` and not `exit`: by then everything it wrote has been read.
      this.#child.on("close", (code, signal) => gone(signal === null ? `exit code ${code}` : `signal ${signal}`));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Runs in it, those that are still starting included. */
  get runs(): number {
    return this.#runs.size;
  }

  /**
   * Starts a processor. Resolves when it runs; rejects with the `ProcessorError` of its first failure. An abort ends the start without a checkpoint.
   */
  async start(order: RunOrder, signal?: AbortSignal): Promise<Run> {
    const number = ++this.#counter;
    const run = new ExecutorRun(number, {
      send: (message) => this.#send(message),
      request: (message) => this.#request(message),
      kill: () => this.kill(),
    });
    this.#runs.set(number, run);
    void run.ended.then(() => this.#runs.delete(number));
    const abort = () => void run.stop({ checkpoint: false }).catch(() => {});
    try {
      await this.ready;
      signal?.throwIfAborted();
      signal?.addEventListener("abort", abort, { once: true });
      await this.#exchange((request) => ({ type: "start", request, run: number, order }));
      signal?.throwIfAborted();
      return run;
    } catch (error) {
      run.end({ kind: "stopped" });
      throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends the process if it hosts nothing or nothing that matters: runs in it are lost. */
  async end(): Promise<void> {
    this.#send({ type: "end" });
    const timer = setTimeout(() => this.kill(), END_MS);
    await this.exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #send(message: ToExecutor): void {
    // A channel that closes meanwhile shows as the exit of the process.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #request(message: Request): Promise<Document[]> {
    return this.#exchange((request) => ({ ...message, request }));
  }

  #exchange(message: (request: number) => ToExecutor): Promise<Document[]> {
    if (this.#gone || !this.#child.connected) return Promise.reject(this.#internal("the executor is gone"));
    const request = ++this.#counter;
    return new Promise((resolve, reject) => {
      this.#pending.set(request, { resolve, reject });
      this.#send(message(request));
    });
  }

  #receive(message: FromExecutor, hello: PromiseWithResolvers<void>): void {
    this.#watchdog?.answered();
    switch (message.type) {
      case "hello":
        if (message.protocol === PROTOCOL_VERSION) this.#came(hello);
        else this.#giveUp(`it speaks protocol ${message.protocol}, not ${PROTOCOL_VERSION}`, hello.reject);
        return;
      case "reply": {
        const pending = this.#pending.get(message.request);
        this.#pending.delete(message.request);
        if (message.error) pending?.reject(fromWire(message.error));
        else pending?.resolve((message.documents ?? []).map(decodeBson));
        return;
      }
      case "failed":
      case "tapped":
        this.#runs.get(message.run)?.receive(message);
        return;
      case "log":
        this.#options.log(message.level, message.message, message.fields);
        return;
      case "pong":
        return;
    }
  }

  #came(hello: PromiseWithResolvers<void>): void {
    this.#watchdog = watch(
      this.#options.watchdog ?? defaultWatchdog,
      (count) => this.#send({ type: "ping", count }),
      () => {
        this.#stuck = true;
        this.kill();
      },
    );
    hello.resolve();
  }

  #giveUp(why: string, reject: (error: Error) => void): void {
    reject(this.#internal(`the executor did not start: ${why}`));
    this.kill();
  }

  #lose(detail: string): void {
    this.#watchdog?.stop();
    const reason = this.#stuck ? "unresponsive" : this.#outOfMemory ? "out-of-memory" : "crashed";
    const loss: Loss = { reason, detail, others: this.#runs.size - 1 };
    for (const pending of this.#pending.values()) pending.reject(this.#internal(`the executor is gone (${detail})`));
    this.#pending.clear();
    for (const run of this.#runs.values()) run.end({ kind: "lost", loss });
  }

  /** Executors log over the channel; what comes here is V8 or Node itself, mostly at the moment of death. */
  #listen(stream: Readable | null, level: LogLevel): void {
    if (!stream) return;
    createInterface({ input: stream }).on("line", (line) => {
      if (line.includes("heap out of memory")) this.#outOfMemory = true;
      if (line.trim() !== "") this.#options.log(level, line, { pid: this.pid });
    });
  }

  #internal(message: string): ProcessorError {
    return new ProcessorError(1, "internal", message);
  }
}
