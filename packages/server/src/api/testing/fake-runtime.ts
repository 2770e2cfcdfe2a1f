import { ProcessorError } from "@millrace/engine";
import type { DefNode, Document, Problem } from "@millrace/mql";
import type { Database } from "../../store/schema.ts";
import type { ProcessorRuntime, ProcessorState, StartOptions, StateName } from "../../supervisor/runtime.ts";

/** A processor runtime that runs nothing: states change at once, and a test decides what fails. */
export class FakeRuntime implements ProcessorRuntime {
  /** What the next calls of `check` find. */
  problems: Problem[] = [];
  /** Thrown by the next start or stop. */
  failure: Error | undefined;
  /** Start and stop wait for it before they are done. */
  gate: Promise<void> | undefined;
  /** Where what a start changes is stored. */
  db: Database | undefined;
  readonly starts: { id: string; options: StartOptions | undefined }[] = [];
  readonly dropped: string[] = [];
  private readonly states = new Map<string, { name: StateName; before: "CREATED" | "STOPPED" }>();
  private readonly ran = new Set<string>();

  /** Happens while a pipeline is checked. */
  whileChecking: (() => void) | undefined;

  async check(_workspaceId: string, _pipeline: DefNode): Promise<Problem[]> {
    this.whileChecking?.();
    return this.problems;
  }

  async start(id: string, options?: StartOptions): Promise<void> {
    const before = this.of(id).name === "CREATED" ? "CREATED" : "STOPPED";
    if (!["CREATED", "STOPPED", "FAILED"].includes(this.of(id).name))
      throw new ProcessorError(125, "user-fatal", "already started");
    const { store, ...rest } = options ?? {};
    this.starts.push({ id, options: options && rest });
    this.states.set(id, { name: "PROVISIONING", before });
    await this.gate;
    if (this.failure) {
      this.states.set(id, { name: "FAILED", before });
      throw this.failure;
    }
    if (this.db) await store?.(this.db);
    this.ran.add(id);
    this.states.set(id, { name: "STARTED", before });
  }

  async stop(id: string): Promise<void> {
    if (this.of(id).name !== "STARTED") throw new ProcessorError(125, "user-fatal", "not started");
    this.states.set(id, { name: "STOPPING", before: "STOPPED" });
    await this.gate;
    if (this.failure) throw this.failure;
    this.states.set(id, { name: "STOPPED", before: "STOPPED" });
  }

  async drop(id: string): Promise<void> {
    if (this.failure) throw this.failure;
    this.dropped.push(id);
    this.states.delete(id);
    this.ran.delete(id);
  }

  async stats(id: string): Promise<Document | undefined> {
    if (!this.ran.has(id)) return undefined;
    return { name: "p", inputMessageCount: 600n, outputMessageSize: 15_400, watermark: new Date("2026-01-05T09:10:00Z") };
  }

  state(id: string): ProcessorState {
    const { name, before } = this.of(id);
    const shown = {
      CREATED: "CREATED",
      PROVISIONING: before,
      STARTED: "STARTED",
      STOPPING: "STARTED",
      STOPPED: "STOPPED",
      FAILED: "FAILED",
    } as const;
    return { name, shown: shown[name], status: "running", since: new Date(0) };
  }

  /** Puts a processor into a state, as if the engine had. */
  set(id: string, name: StateName): void {
    this.states.set(id, { name, before: "STOPPED" });
  }

  private of(id: string) {
    return this.states.get(id) ?? { name: "CREATED" as const, before: "CREATED" as const };
  }
}
