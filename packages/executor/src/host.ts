import { type Processor, ProcessorError, toProcessorError } from "@millrace/engine";
import { encodeBson } from "@millrace/mql";
import type { FromExecutor, LogLevel, RunOrder, ToExecutor, WireError } from "./protocol.ts";
import { Taps } from "./taps.ts";

export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;

/** Makes a processor that is ready to start. */
export type Build = (order: RunOrder, log: Log) => Promise<Processor>;

/** `sent` is called when the message has left. */
export type Send = (message: FromExecutor, sent?: () => void) => void;

interface Hosted {
  stopping: boolean;
  /** Settles when the start has succeeded or failed. */
  started: Promise<unknown>;
  processor?: Processor;
  taps?: Taps;
}

/** The processors of one executor, driven by messages. */
export class Host {
  readonly #runs = new Map<number, Hosted>();
  readonly #send: Send;
  readonly #build: Build;

  constructor(send: Send, build: Build) {
    this.#send = send;
    this.#build = build;
  }

  receive(message: Exclude<ToExecutor, { type: "end" }>): void {
    switch (message.type) {
      case "start":
        this.#answer(message.request, () => this.#start(message.run, message.order));
        return;
      case "stop":
        this.#answer(message.request, () => this.#stop(message.run, message.checkpoint));
        return;
      case "stats":
        this.#answer(message.request, async () => [
          encodeBson(this.#running(message.run).stats({ scale: message.scale, verbose: message.verbose })),
        ]);
        return;
      case "latest":
        this.#answer(message.request, async () => this.#runs.get(message.run)?.taps?.latest ?? []);
        return;
      case "tap":
        this.#runs.get(message.run)?.taps?.set(message.on);
        return;
      case "ping":
        this.#send({ type: "pong", count: message.count });
    }
  }

  #answer(request: number, work: () => Promise<Uint8Array[]>): void {
    work().then(
      (documents) => this.#send({ type: "reply", request, documents }),
      (error: unknown) => this.#send({ type: "reply", request, error: toWire(error) }),
    );
  }

  #start(run: number, order: RunOrder): Promise<Uint8Array[]> {
    const hosted: Hosted = { stopping: false, started: Promise.resolve() };
    this.#runs.set(run, hosted);
    const starting = this.#launch(run, hosted, order);
    hosted.started = starting.catch(() => {});
    return starting.then(() => []);
  }

  async #launch(run: number, hosted: Hosted, order: RunOrder): Promise<void> {
    const log: Log = (level, message, fields) =>
      this.#send({
        type: "log",
        level,
        message,
        fields: { processor: `${order.workspaceName}/${order.processorName}`, ...fields },
      });
    try {
      const processor = await this.#build(order, log);
      hosted.processor = processor;
      refuseWhen(hosted.stopping);
      await processor.start({ resume: order.resume });
      refuseWhen(hosted.stopping);
      hosted.taps = new Taps(
        (listener) => processor.tap(listener),
        (documents, sent) => this.#send({ type: "tapped", run, documents }, sent),
      );
      void processor.done.then((end) => {
        if (hosted.stopping) return;
        const error =
          end.reason === "failed" ? end.error : new ProcessorError(1, "internal", "The processor ended without being stopped");
        this.#fail(run, hosted, error);
      });
    } catch (error) {
      this.#release(run, hosted);
      throw error;
    }
  }

  #fail(run: number, hosted: Hosted, error: ProcessorError): void {
    const stats = statsOf(hosted);
    this.#release(run, hosted);
    this.#send({ type: "failed", run, error: toWire(error), stats });
  }

  async #stop(run: number, checkpoint: boolean): Promise<Uint8Array[]> {
    const hosted = this.#runs.get(run);
    if (!hosted) return [];
    hosted.stopping = true;
    try {
      await hosted.processor?.stop({ checkpoint });
      await hosted.started;
      const stats = statsOf(hosted);
      return stats ? [stats] : [];
    } finally {
      this.#release(run, hosted);
    }
  }

  #release(run: number, hosted: Hosted): void {
    hosted.taps?.close();
    this.#runs.delete(run);
  }

  #running(run: number): Processor {
    const processor = this.#runs.get(run)?.processor;
    if (!processor) throw new ProcessorError(1, "internal", "The processor does not run here");
    return processor;
  }
}

function refuseWhen(stopping: boolean): void {
  if (stopping) throw new ProcessorError(125, "user-fatal", "The processor was stopped while it was starting");
}

function statsOf(hosted: Hosted): Uint8Array | undefined {
  try {
    return hosted.processor && encodeBson(hosted.processor.stats({ verbose: true }));
  } catch {
    return undefined;
  }
}

function toWire(thrown: unknown): WireError {
  const { code, errorClass, message } = toProcessorError(thrown);
  return { code, errorClass, message };
}
