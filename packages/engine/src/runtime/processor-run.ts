import { type Document, loadWhatIsNeeded } from "@millrace/mql";
import { ProcessorError, toProcessorError } from "../errors.ts";
import type { Checkpoint } from "../ports/index.ts";
import { type Assembly, assemble } from "./assembly.ts";
import { type CheckpointNumber, freeze, restore } from "./barrier.ts";
import { Commits } from "./commits.ts";
import { noSummary } from "./counters.ts";
import { Loop } from "./loop.ts";
import type { Processor, ProcessorDefinition, ProcessorEnd, ProcessorPorts } from "./processor.ts";
import { type ProcessorStatus, statisticsReport } from "./statistics-report.ts";
import { Taps } from "./taps.ts";

const CHECKPOINT_INTERVAL_MS = 30_000;
const STOP_MS = 60_000;
/** A stop without checkpoint only has to end what is under way. */
const ABORT_MS = 5_000;
const CLOSE_MS = 10_000;

/** Everything that exists between start and end. */
interface Running {
  assembly: Assembly;
  commits: Commits;
  loop: Loop;
}

/** One run of a processor: restores, runs the loop, takes checkpoints, ends. See {@link Processor}. */
export class ProcessorRun implements Processor {
  readonly done: Promise<ProcessorEnd>;
  readonly #resolveDone: (end: ProcessorEnd) => void;
  readonly #definition: ProcessorDefinition;
  readonly #ports: ProcessorPorts;
  readonly #taps = new Taps();
  readonly #summary = noSummary();
  /** Rejects to end the run from outside the loop: a stop that takes too long, no checkpoint for too long. */
  readonly #interrupted = Promise.withResolvers<never>();
  /** Aborted when the run is over. */
  readonly #over = new AbortController();
  #status: ProcessorStatus = "created";
  #stopping: { checkpoint: boolean } | undefined;
  /** Why the checkpoint of a stop could not be taken. */
  #stopFailure: ProcessorError | undefined;
  #assembly: Assembly | undefined;
  #running: Running | undefined;
  #number: CheckpointNumber = { epoch: 1, sequence: 0 };
  /** The next checkpoint holds the whole state: nothing is stored yet, or what is stored is no longer true. */
  #rewrite = true;

  constructor(definition: ProcessorDefinition, ports: ProcessorPorts) {
    this.#definition = definition;
    this.#ports = ports;
    const done = Promise.withResolvers<ProcessorEnd>();
    this.done = done.promise;
    this.#resolveDone = done.resolve;
    this.#interrupted.promise.catch(() => {});
  }

  async start(options: { resume?: boolean } = {}): Promise<void> {
    if (this.#status !== "created") throw new ProcessorError(125, "user-fatal", "A processor run can be started once.");
    this.#status = "starting";
    try {
      const opening = this.#open(options.resume ?? true);
      opening.catch(() => {});
      this.#running = await Promise.race([opening, this.#interrupted.promise]);
      if (this.#stopping) throw stopped();
    } catch (thrown) {
      const error = toProcessorError(thrown);
      await this.#finish(this.#stopping ? { reason: "stopped" } : { reason: "failed", error });
      throw error;
    }
    this.#status = "running";
    void this.#run(this.#running);
  }

  async stop({ checkpoint = true }: { checkpoint?: boolean } = {}): Promise<void> {
    if (this.#status === "created") {
      this.#stopping = { checkpoint };
      await this.#finish({ reason: "stopped" });
      return;
    }
    if (this.#stopping === undefined && !this.#over.signal.aborted) {
      this.#stopping = { checkpoint };
      this.#limitStop(checkpoint);
      if (this.#running === undefined) this.#interrupted.reject(stopped());
      else this.#status = "stopping";
      this.#running?.loop.stop();
    } else if (this.#stopping && !checkpoint) this.#stopping.checkpoint = false;
    const end = await this.done;
    if (end.reason === "failed") throw end.error;
    if (this.#stopFailure) throw this.#stopFailure;
  }

  async flushWindows(): Promise<void> {
    const { loop } = this.#mustRun();
    await Promise.race([loop.atBorder(() => loop.flushWindows()), this.#endedEarly()]);
  }

  async checkpoint(): Promise<void> {
    const running = this.#mustRun();
    const { loop, commits } = running;
    await Promise.race([commits.idle(), this.#endedEarly()]);
    const committed = loop.atBorder(async () => {
      await commits.idle();
      const commit = commits.begin(await this.#freeze(running));
      commit.catch(() => {});
      return { commit };
    });
    await Promise.race([committed.then(({ commit }) => commit), this.#endedEarly()]);
  }

  stats({ scale = 1, verbose = false }: { scale?: 1 | 1024; verbose?: boolean } = {}): Document {
    const { id: processorId, name } = this.#definition;
    const options = { name, processorId, status: this.#status, scale, verbose, now: this.#ports.clock.now() };
    return statisticsReport(options, this.#assembly, this.#summary, this.#ports.source);
  }

  /** Windows that are open, in order of start. For the test kit. */
  openWindows(): { start: Date; end: Date }[] {
    const { open = [] } = this.#assembly?.windows ?? {};
    return open.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) }));
  }

  tap(listener: (doc: Document) => void): () => void {
    return this.#taps.add(listener);
  }

  /** Restores and opens everything. */
  async #open(resume: boolean): Promise<Running> {
    const { checkpoints, source, clock, log } = this.#ports;
    const { settings } = this.#definition;
    const { signal } = this.#over;
    const loaded = resume ? await checkpoints.load() : await checkpoints.clear();
    // A stop may have closed everything meanwhile.
    signal.throwIfAborted();
    for (const warning of loaded?.warnings ?? []) log("warn", warning);
    await loadWhatIsNeeded(this.#definition.pipeline);
    signal.throwIfAborted();
    const assembly = assemble(this.#definition, this.#ports, this.#taps, signal);
    const restored = loaded?.checkpoint;
    if (restored) {
      this.#number = { epoch: restored.epoch + 1, sequence: restored.sequence };
      this.#rewrite = !restore(assembly, restored, this.#summary);
      log("info", this.#rewrite ? "Recomputing open windows" : "Resumed from a checkpoint", {
        ...this.#number,
        time: restored.time,
      });
    }
    this.#assembly = assembly;
    await assembly.sink.open(restored?.sink);
    signal.throwIfAborted();
    await source.open(restored && assembly.source.positions());
    const intervalMs = settings.checkpointIntervalMs ?? CHECKPOINT_INTERVAL_MS;
    const committed = ({ positions }: Checkpoint): Promise<void> => source.committed(positions);
    const commits = new Commits(
      { store: checkpoints, clock, intervalMs, committed, log, failed: this.#interrupted.reject },
      signal,
    );
    const loop = new Loop({
      assembly,
      source,
      clock,
      commits,
      freeze: () => this.#freeze({ assembly }),
      flushAtEnd: settings.flushAtEnd ?? false,
      firstRun: restored === undefined,
      over: signal,
    });
    return { assembly, commits, loop };
  }

  async #run(running: Running): Promise<void> {
    let end: ProcessorEnd;
    try {
      running.commits.watch().catch(this.#interrupted.reject);
      const work = this.#work(running);
      work.catch(() => {});
      end = { reason: await Promise.race([work, this.#interrupted.promise]) };
    } catch (thrown) {
      const error = toProcessorError(thrown);
      if (this.#stopping) {
        if (this.#stopping.checkpoint) this.#stopFailure = error;
        end = { reason: "stopped" };
      } else end = { reason: "failed", error };
    }
    await this.#finish(end);
  }

  /** The loop, and the last checkpoint behind it. */
  async #work(running: Running): Promise<"stopped" | "ended"> {
    const { loop, commits } = running;
    const how = await loop.run();
    if (how === "stopped" && !this.#stopping?.checkpoint) return how;
    await commits.idle();
    await commits.begin(await this.#freeze(running));
    return how;
  }

  /** The barrier: everything before it is flushed, then frozen. */
  async #freeze({ assembly }: Pick<Running, "assembly">): Promise<Checkpoint> {
    await assembly.sink.flush();
    await assembly.deadLetters.flush();
    this.#over.signal.throwIfAborted();
    this.#number = { ...this.#number, sequence: this.#number.sequence + 1 };
    const checkpoint = await freeze(assembly, this.#number, this.#rewrite, this.#ports.clock.now(), this.#summary);
    this.#rewrite = false;
    return checkpoint;
  }

  #limitStop(checkpoint: boolean): void {
    const limit = checkpoint ? (this.#definition.settings.stopTimeoutMs ?? STOP_MS) : ABORT_MS;
    const tooLong = new ProcessorError(
      125,
      "user-retryable",
      `The processor was ended without a checkpoint: it did not stop within ${limit / 1000} seconds.`,
    );
    void this.#ports.clock.sleep(limit, this.#over.signal).then(() => this.#interrupted.reject(tooLong));
  }

  /** Lets go of everything, each part within a limited time, and tells the end. */
  async #finish(end: ProcessorEnd): Promise<void> {
    this.#status = end.reason === "failed" ? "error" : "created";
    this.#over.abort();
    const { source, checkpoints, clock, log } = this.#ports;
    const closing: [string, () => Promise<void>][] = [
      ["source", () => source.close()],
      ["sink", async () => this.#assembly?.sink.close()],
      ["dead letters", () => this.#ports.deadLetters.close()],
      ["checkpoints", () => checkpoints.close()],
    ];
    for (const [what, close] of closing) {
      const stopWaiting = new AbortController();
      const tooLong = clock.sleep(CLOSE_MS, stopWaiting.signal).then(() => {
        if (!stopWaiting.signal.aborted) log("warn", `Closing the ${what} takes too long and is not waited for.`);
      });
      const closed = close().catch((thrown) => log("warn", `Closing the ${what} failed: ${toProcessorError(thrown).message}`));
      await Promise.race([closed, tooLong]);
      stopWaiting.abort();
    }
    this.#resolveDone(end);
  }

  #mustRun(): Running {
    if (this.#running === undefined || this.#over.signal.aborted)
      throw new ProcessorError(125, "user-fatal", "The processor is not running.");
    return this.#running;
  }

  /** Rejects when the run ends, for those who wait for something inside it. */
  async #endedEarly(): Promise<never> {
    const end = await this.done;
    throw end.reason === "failed" ? end.error : stopped();
  }
}

function stopped(): ProcessorError {
  return new ProcessorError(125, "user-fatal", "The processor was stopped.");
}
