import { type Clock, ProcessorError, toProcessorError } from "@millrace/engine";
import type { Loss, RunEnd } from "@millrace/executor/client";
import type { Document } from "@millrace/mql";
import type { Follower } from "./follower.ts";
import { type Command, Inbox } from "./inbox.ts";
import type { Assignment, PlacedRun, Placement } from "./placement.ts";
import type { Occasion } from "./prepare.ts";
import { refusal } from "./refusal.ts";
import { RestartPolicy } from "./restart-policy.ts";
import type { ProcessorState, StartOptions, StateName } from "./runtime.ts";
import { states } from "./states/index.ts";
import { transitions } from "./transitions.ts";

/** What a start needs, as far as it depends on the definition alone. */
export type Prepared = Pick<Assignment, "order" | "tier">;

/** What a machine needs of its surroundings. */
export interface MachinePorts {
  placement: Placement;
  clock: Clock;
  /** Reads the definition. Rejects with a `ProcessorError` if it cannot be run. */
  prepare(processorId: string, occasion: Occasion): Promise<Prepared>;
  /** Writes down where the processor is, and what is wanted of it from now on. */
  save(processorId: string, change: StateChange): Promise<void>;
  /** Keeps the statistics of a run that ended. */
  keepStats(processorId: string, stats: Document): Promise<void>;
  log(level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>): void;
  /** Milliseconds. */
  times: { probation: number; stop: number };
}

/** Where a machine's life begins. */
export interface Beginning {
  name: StateName;
  since?: Date;
  error?: ProcessorState["error"];
  /** false: the store has another state; it is written when the processor runs. */
  stored?: boolean;
}

export interface StateChange {
  name: StateName;
  error?: ProcessorState["error"];
  /** Absent: unchanged. */
  desired?: "started" | "stopped";
  /** Of the run that its owner has started. */
  tier?: string;
  /** What the start changes besides. */
  store?: StartOptions["store"];
}

/** How long a stop without checkpoint may take before everything in the executor is ended. */
const FORCED_STOP_MS = 10_000;

/** States that need not be entered when they cannot be stored. After the others something has happened: a run has failed, or its stop is stored already. */
const avoidable: ReadonlySet<StateName> = new Set<StateName>(["PROVISIONING", "STARTED", "STOPPING"]);

/** The life of one processor: lives through one state after the other until it is dropped or the server ends. */
export class Machine {
  readonly id: string;
  readonly ports: MachinePorts;
  readonly inbox = new Inbox();
  readonly ended: Promise<void>;
  /** The state to which a start that is cut short goes back. */
  before: "CREATED" | "STOPPED" = "CREATED";
  error: ProcessorState["error"];
  /** The run, while there is one. */
  run: PlacedRun | undefined;
  /** What the attempt in PROVISIONING starts, until it is STARTED. */
  prepared: Prepared | undefined;
  /** A start has been taken up: from the reading of the definition on, nobody may change it. */
  preparing = false;
  /** The command that the coming transition answers. */
  answering: Command | undefined;
  /** It was in an executor that died: its next run begins alone. */
  suspect = false;
  /** When the next attempt in STARTED is due, milliseconds; 0 is at once. */
  retryAt = 0;
  readonly #followers = new Set<Follower>();
  #policy = new RestartPolicy();
  #runningSince: number | undefined;
  #failure: ProcessorError | undefined;
  #over = false;
  #stored: boolean;
  #name: StateName;
  #since: Date;

  constructor(id: string, ports: MachinePorts, beginning: Beginning) {
    this.id = id;
    this.ports = ports;
    this.#name = beginning.name;
    this.#since = beginning.since ?? new Date(ports.clock.now());
    this.#stored = beginning.stored ?? true;
    this.error = beginning.error;
    this.ended = this.#live();
  }

  get state(): ProcessorState {
    const state = states[this.#name];
    const { error } = this;
    return {
      name: this.preparing ? "PROVISIONING" : this.#name,
      shown: state.shown(this),
      status: state.status(this),
      since: this.#since,
      ...(error && { error }),
    };
  }

  /** Asks for something; resolves when it is done. */
  ask(command: { kind: "start"; options: StartOptions } | { kind: "stop" | "drop" | "suspend" }): Promise<void> {
    if (this.#over) return Promise.reject(gone());
    return new Promise((resolve, reject) => this.inbox.push({ ...command, resolve, reject } as Command));
  }

  /** A run has come up. */
  began(run: PlacedRun): void {
    this.run = run;
    this.#runningSince = this.ports.clock.now();
    this.error = undefined;
  }

  /** A run has come up again, in STARTED. */
  async beganAgain(run: PlacedRun): Promise<void> {
    this.began(run);
    this.log("info", "Runs");
    this.#tell(run);
    if (!this.#stored) await this.#store({ name: this.#name, desired: "started" });
  }

  /** Tells of every run and state from now on, a present run included. Returns a function that ends it. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    if (this.#name === "STARTED" && this.run) follower.run(this.run);
    return () => this.#followers.delete(follower);
  }

  /** Restart policy and suspicion of earlier runs are forgotten: its owner starts it. */
  beginAnew(): void {
    this.#policy = new RestartPolicy();
    this.suspect = false;
  }

  /** Takes note of a failure and decides what follows: true if it is given up, else `retryAt` is set. */
  async failed(end: Exclude<RunEnd, { kind: "stopped" }>): Promise<boolean> {
    this.run = undefined;
    if (end.kind === "lost") this.suspect = true;
    if (end.kind === "failed" && end.stats) await this.#keepStats(end.stats);
    const error = end.kind === "lost" ? errorOfLoss(end.loss) : end.error;
    const decision = this.#policy.failed(error.errorClass, this.ports.clock.now(), this.#runningSince);
    this.#runningSince = undefined;
    this.fail(error);
    if (decision.kind === "fail") return true;
    this.retryAt = this.ports.clock.now() + decision.delayMs;
    this.log("warn", `Failed, starts again in ${Math.ceil(decision.delayMs / 1_000)} s: ${error.message}`, { code: error.code });
    return false;
  }

  fail(error: ProcessorError): void {
    const { code, codeName, message, errorClass } = error;
    this.#failure = error;
    this.error = { code, codeName, message, retryable: errorClass !== "user-fatal" };
  }

  /** Ends the run if there is one, whatever it takes; by default with a final checkpoint. Never rejects. */
  async endRun(options: { checkpoint?: boolean } = {}): Promise<void> {
    const { run } = this;
    if (!run) return;
    this.run = undefined;
    this.#runningSince = undefined;
    const finished = () => true;
    const failed = (error: unknown) => {
      this.log("warn", `The final checkpoint failed, the one before it counts: ${toProcessorError(error).message}`);
      return true;
    };
    const { checkpoint = true } = options;
    const graceful = checkpoint && (await this.#within(this.ports.times.stop, run.stop().then(finished, failed)));
    if (!graceful && !(await this.#within(FORCED_STOP_MS, run.stop({ checkpoint: false }).then(finished, finished)))) {
      this.log("error", "Does not stop: its executor is ended");
      run.kill();
    }
    const end = await run.ended;
    if (end.kind !== "lost" && end.stats) await this.#keepStats(end.stats);
  }

  log(level: "info" | "warn" | "error", message: string, fields?: Record<string, unknown>): void {
    this.ports.log(level, message, { processorId: this.id, ...fields });
  }

  async #live(): Promise<void> {
    for (;;) {
      const next = await states[this.#name].live(this);
      if (next === undefined) break;
      const refuse = await this.#enter(next);
      if (refuse) {
        await this.#stay(next);
        refuse();
      }
    }
    this.#over = true;
    for (const command of this.inbox.drain()) command.reject(gone());
    for (const follower of this.#followers) follower.gone();
  }

  /**
   * If a command leads there and the state cannot be stored, the command is to be refused, since nobody may be told of what is not on disk:
   * resolves with what refuses it, once everything is as before.
   */
  async #enter(next: StateName): Promise<(() => void) | undefined> {
    if (!transitions[this.#name].includes(next)) throw new Error(`No transition from ${this.#name} to ${next}`);
    const failure = await this.#store({
      name: next,
      error: next === "FAILED" ? this.error : undefined,
      desired: states[next].desired,
      ...(next === "STARTED" && { tier: this.prepared?.tier.name, store: this.#storeOfStart() }),
    });
    this.preparing = false;
    const { answering } = this;
    if (failure && answering && avoidable.has(next)) {
      this.answering = undefined;
      return () => answering.reject(failure);
    }
    if (next !== "FAILED") this.error = undefined;
    if (next !== "PROVISIONING") this.prepared = undefined;
    this.#name = next;
    this.#since = new Date(this.ports.clock.now());
    this.log(next === "FAILED" ? "warn" : "info", `${next}${this.error ? `: ${this.error.message}` : ""}`);
    for (const follower of this.#followers) follower.state(this.state);
    if (next === "STARTED" && this.run) this.#tell(this.run);
    this.#answer(next);
    return undefined;
  }

  /** Takes back what was on the way to a state that could not be stored. */
  async #stay(next: StateName): Promise<void> {
    this.prepared = undefined;
    if (next !== "STARTED") return;
    await this.endRun({ checkpoint: false });
    await this.#enter(this.before);
  }

  /** Resolves with the reason why it could not be stored. Unless a command is refused for it, what happens goes on, and the next transition writes again. */
  async #store(change: StateChange): Promise<Error | undefined> {
    try {
      await this.ports.save(this.id, change);
      this.#stored = true;
      return undefined;
    } catch (error) {
      this.log("error", `The state could not be stored: ${toProcessorError(error).message}`);
      return error instanceof Error ? error : toProcessorError(error);
    }
  }

  #storeOfStart(): StartOptions["store"] {
    return this.answering?.kind === "start" ? this.answering.options.store : undefined;
  }

  #tell(run: PlacedRun): void {
    for (const follower of this.#followers) follower.run(run);
  }

  /** A command is answered by the state to which it was to lead, or by FAILED. */
  #answer(state: StateName): void {
    const command = this.answering;
    if (!command || state === "PROVISIONING" || state === "STOPPING") return;
    this.answering = undefined;
    if (state === "FAILED") command.reject(this.#failure ?? refusal("It failed"));
    else command.resolve();
  }

  async #keepStats(stats: Document): Promise<void> {
    try {
      await this.ports.keepStats(this.id, stats);
    } catch (error) {
      this.log("warn", `Statistics could not be kept: ${toProcessorError(error).message}`);
    }
  }

  /** True if the work was done in time. */
  async #within(ms: number, work: Promise<boolean>): Promise<boolean> {
    const timer = new AbortController();
    try {
      return await Promise.race([work, this.ports.clock.sleep(ms, timer.signal).then(() => false)]);
    } finally {
      timer.abort();
    }
  }
}

function gone(): ProcessorError {
  return refusal("The processor was dropped, or the server is shutting down");
}

function errorOfLoss(loss: Loss): ProcessorError {
  // Alone in its process, it is the one that took the memory.
  if (loss.reason === "out-of-memory" && loss.others === 0) return new ProcessorError(418, "user-fatal", "Worker out of memory");
  const why = loss.reason === "unresponsive" ? "did not answer and was ended" : `ended unexpectedly (${loss.detail})`;
  return new ProcessorError(1, "internal", `The process in which it ran ${why}`);
}
