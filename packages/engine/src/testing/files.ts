import { ProcessorError } from "../errors.ts";
import type { Files } from "../ports/index.ts";

/** What can go wrong with one operation. */
export type FileFault =
  /** It rejects as it would on a full disk, and changes nothing. */
  | { kind: "fails"; message?: string }
  /** The process dies just before it, or just after it took effect. Everything from then on rejects, until `restart`. */
  | { kind: "crash-before" }
  | { kind: "crash-after" }
  /** The process dies while writing, and so many bytes of the file are found under its final name. */
  | { kind: "torn"; bytes: number }
  /** It resolves, but the disk only says that it wrote: unless `settle` comes before the next `restart`, this is what is left then. */
  | { kind: "lost"; leaves: "nothing" | "an empty file" | "a prefix" | "zeros at its end" };

/** One operation, as fault injection sees it. `number` counts from 0 over the life of the files. */
export interface FileOperation {
  number: number;
  kind: "list" | "read" | "write" | "remove";
  name: string;
}

/** Rejection of every operation after an injected crash: the process that asked no longer exists. */
export class Crashed extends Error {
  override readonly name = "Crashed";
}

/** {@link Files} in memory, with faults: for tests of whatever must survive crashes and bad disks. */
export class MemoryFiles implements Files {
  /** Decides for each operation whether it goes wrong. */
  inject: ((operation: FileOperation) => FileFault | undefined) | undefined;
  /** Names and contents, to look at and to damage. */
  readonly contents = new Map<string, Uint8Array>();
  readonly #unsettled = new Map<string, Uint8Array | undefined>();
  #operations = 0;
  #crashed = false;
  #life = 0;

  get crashed(): boolean {
    return this.#crashed;
  }

  /** Begins a new life after a crash, injected or not: lost writes show, faults are off. Calls of the former life that still run reject. */
  restart(): void {
    for (const [name, content] of this.#unsettled) {
      if (content === undefined) this.contents.delete(name);
      else this.contents.set(name, content);
    }
    this.#unsettled.clear();
    this.#crashed = false;
    this.#life++;
    this.inject = undefined;
  }

  /** What writes left in doubt has reached the disk after all; all, or the named ones. */
  settle(names: Iterable<string> = [...this.#unsettled.keys()]): void {
    for (const name of names) this.#unsettled.delete(name);
  }

  async list(folder: string): Promise<string[]> {
    return this.#run("list", folder, () => {
      const prefix = folder === "" ? "" : `${folder}/`;
      const names = new Set<string>();
      for (const name of this.contents.keys()) {
        if (name.startsWith(prefix)) names.add(name.slice(prefix.length).split("/")[0]!);
      }
      return [...names].sort();
    });
  }

  async read(name: string, start = 0, end?: number): Promise<Uint8Array | undefined> {
    return this.#run("read", name, () => this.contents.get(name)?.slice(start, end));
  }

  async writeDurable(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const life = this.#life;
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of chunks) {
      this.#live(life);
      parts.push(chunk.slice());
      size += chunk.length;
    }
    const whole = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    this.#live(life);
    await this.#run("write", name, (fault) => {
      this.#unsettled.delete(name);
      this.contents.set(name, fault?.kind === "torn" ? whole.slice(0, fault.bytes) : whole);
      if (fault?.kind !== "lost") return;
      const half = whole.length >> 1;
      const left = {
        nothing: undefined,
        "an empty file": new Uint8Array(0),
        "a prefix": whole.slice(0, half),
        "zeros at its end": whole.slice().fill(0, half),
      };
      this.#unsettled.set(name, left[fault.leaves]);
    });
  }

  async remove(name: string): Promise<void> {
    return this.#run("remove", name, () => {
      for (const known of [...this.contents.keys()]) {
        if (known !== name && !known.startsWith(`${name}/`)) continue;
        this.contents.delete(known);
        this.#unsettled.delete(known);
      }
    });
  }

  async #run<T>(kind: FileOperation["kind"], name: string, act: (fault: FileFault | undefined) => T): Promise<T> {
    const life = this.#life;
    // As with a real disk, nothing happens before the caller has gone on.
    await Promise.resolve();
    this.#live(life);
    const fault = this.inject?.({ number: this.#operations++, kind, name });
    if (fault?.kind === "fails") {
      throw new ProcessorError(125, "user-retryable", `${name}: ${fault.message ?? "no space left on device (ENOSPC)"}`);
    }
    if (fault?.kind === "crash-before") this.#crash();
    const result = act(fault);
    if (fault?.kind === "crash-after" || fault?.kind === "torn") this.#crash();
    return result;
  }

  #crash(): never {
    this.#crashed = true;
    throw new Crashed("crashed");
  }

  #live(life: number): void {
    if (this.#crashed || life !== this.#life) throw new Crashed("crashed");
  }
}
