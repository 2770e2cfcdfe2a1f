import { type Clock, ProcessorError } from "@millrace/engine";
import type { DefNode, Document, Problem } from "@millrace/mql";
import { findProcessor, type StoredProcessor, setDesiredState, setState } from "../api/processors/repository.ts";
import type { DesiredState, StoredState } from "../store/schema.ts";
import { checkInWorkspace } from "./check.ts";
import type { Follower } from "./follower.ts";
import { KeptStatistics, presentKept } from "./kept-statistics.ts";
import { type Beginning, Machine, type MachinePorts, type StateChange } from "./machine.ts";
import type { Placement } from "./placement.ts";
import { type PreparationDeps, prepare } from "./prepare.ts";
import type { ProcessorRuntime, ProcessorState, StartOptions } from "./runtime.ts";

export interface SupervisorDeps extends PreparationDeps {
  clock: Clock;
  placement: Placement;
  log: MachinePorts["log"];
}

/** How long a run that may be the reason of a crash is watched alone, and how long a final checkpoint may take (admin-api.md 10.4). */
const times = { probation: 30_000, stop: 170_000 };

/** Makes processors be what their owners want: one {@link Machine} each. */
export class Supervisor implements ProcessorRuntime {
  readonly #deps: SupervisorDeps;
  readonly #ports: MachinePorts;
  readonly #statistics: KeptStatistics;
  readonly #machines = new Map<string, Machine>();
  /** For the log: those of the latest run. */
  readonly #names = new Map<string, string>();
  readonly #open = Promise.withResolvers<void>();
  #opened = false;

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
    this.#statistics = new KeptStatistics(deps.dataDirectory);
    this.#ports = {
      placement: deps.placement,
      clock: deps.clock,
      prepare: async (id, occasion) => {
        await this.#open.promise;
        const prepared = await prepare(deps, id, occasion);
        this.#names.set(id, `${prepared.order.workspaceName}/${prepared.order.processorName}`);
        return prepared;
      },
      save: (id, change) => this.#save(id, change),
      keepStats: (id, stats) => this.#statistics.keep(id, stats),
      log: (level, message, fields) =>
        deps.log(level, message, { processor: this.#names.get(String(fields?.["processorId"])), ...fields }),
      times,
    };
  }

  /** Takes up all processors where the store says they are. Those that were started run when {@link open} is called. */
  async load(): Promise<void> {
    const ids = await this.#deps.db.selectFrom("processors").select("id").execute();
    for (const { id } of ids) {
      const row = await findProcessor(this.#deps.db, id);
      if (row) this.#machines.set(id, new Machine(id, this.#ports, initial(row)));
    }
  }

  /** Lets processors run. */
  open(): void {
    this.#opened = true;
    this.#open.resolve();
  }

  async check(workspaceId: string, pipeline: DefNode): Promise<Problem[]> {
    return (await checkInWorkspace(this.#deps.db, workspaceId, pipeline)).problems;
  }

  start(processorId: string, options: StartOptions = {}): Promise<void> {
    return this.#machine(processorId).ask({ kind: "start", options });
  }

  stop(processorId: string): Promise<void> {
    return this.#machine(processorId).ask({ kind: "stop" });
  }

  async drop(processorId: string): Promise<void> {
    await this.#machine(processorId).ask({ kind: "drop" });
    this.#machines.delete(processorId);
    this.#names.delete(processorId);
    await this.#statistics.forget(processorId);
  }

  async stats(processorId: string, options: { scale?: 1 | 1024; verbose?: boolean } = {}): Promise<Document | undefined> {
    const machine = this.#machine(processorId);
    // A run that ends meanwhile has left its statistics behind.
    const now = await machine.run?.stats(options).catch(() => undefined);
    const kept = now ?? (await this.#statistics.find(processorId).then((found) => found && presentKept(found, options)));
    return kept && { ...kept, status: machine.state.status };
  }

  state(processorId: string): ProcessorState {
    return this.#machine(processorId).state;
  }

  /** Tells of every run and state of a processor from now on, a present run included. Returns a function that ends it. */
  follow(processorId: string, follower: Follower): () => void {
    return this.#machine(processorId).follow(follower);
  }

  /**
   * Takes the final checkpoints and ends all runs, in at most so many milliseconds. Processors that were started stay wanted.
   * Returns how many did not make it: they resume from an earlier checkpoint.
   */
  async close(timeoutMs: number): Promise<number> {
    // Before it was opened, nothing runs.
    const left = new Set(this.#opened ? this.#machines.values() : []);
    const suspended = [...left].map(async (machine) => {
      await machine.ask({ kind: "suspend" }).catch(() => {});
      left.delete(machine);
    });
    const timer = new AbortController();
    await Promise.race([Promise.all(suspended), this.#deps.clock.sleep(timeoutMs, timer.signal)]);
    timer.abort();
    await this.#deps.placement.close();
    return left.size;
  }

  #machine(id: string): Machine {
    let machine = this.#machines.get(id);
    if (!machine) {
      machine = new Machine(id, this.#ports, { name: "CREATED" });
      this.#machines.set(id, machine);
    }
    return machine;
  }

  async #save(id: string, { name, error, desired, tier, store }: StateChange): Promise<void> {
    await this.#deps.db.transaction().execute(async (trx) => {
      if (desired) await setDesiredState(trx, id, desired satisfies DesiredState);
      await setState(trx, id, name satisfies StoredState, {
        ...(error && name === "FAILED" && { error }),
        ...(tier !== undefined && { effectiveTier: tier }),
      });
      await store?.(trx);
    });
  }
}

/** Where a stored processor is when the server starts. */
function initial(row: StoredProcessor): Beginning {
  const { stateChangedAt: since, state, error } = row;
  if (row.desiredState === "started") return { name: "STARTED", since, stored: state === "STARTED" };
  if (state === "FAILED" && error) {
    return { name: "FAILED", since, error: { ...error, codeName: new ProcessorError(error.code as 1, "internal", "").codeName } };
  }
  // A server that was killed in the middle of a start or stop left a state in between.
  const between = state === "PROVISIONING" && !row.hasStarted;
  return { name: state === "CREATED" || between ? "CREATED" : "STOPPED", since };
}
