import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, decodeJson, encodeJson } from "@millrace/mql";

/** Statistics of the last run of each processor, for when it does not run (engine.md 8.1): one file each below the data directory. */
export class KeptStatistics {
  readonly #folder: string;

  constructor(dataDirectory: string) {
    this.#folder = join(dataDirectory, "statistics");
  }

  async keep(processorId: string, stats: Document): Promise<void> {
    const file = this.#file(processorId);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.tmp`, encodeJson(stats, { format: "canonical" }), { mode: 0o600 });
    await rename(`${file}.tmp`, file);
  }

  /** `undefined` if there are none, or none that can be read. */
  async find(processorId: string): Promise<Document | undefined> {
    try {
      return decodeJson(await readFile(this.#file(processorId), "utf8")) as Document;
    } catch {
      return undefined;
    }
  }

  async forget(processorId: string): Promise<void> {
    await rm(this.#file(processorId), { force: true });
  }

  #file(processorId: string): string {
    return join(this.#folder, `${processorId}.json`);
  }
}

const sizes = ["inputMessageSize", "outputMessageSize", "dlqMessageSize", "stateSize"];
const verboseOnly = ["latency", "minOpenWindowStartTime", "maxOpenWindowStartTime", "operatorStats"];

/** Kept statistics (verbose, in bytes) as they were asked for. */
export function presentKept(kept: Document, options: { scale?: 1 | 1024; verbose?: boolean }): Document {
  const { scale = 1, verbose = false } = options;
  const shown: Document = {};
  for (const [name, value] of Object.entries(kept)) {
    if (!verbose && verboseOnly.includes(name)) continue;
    shown[name] = sizes.includes(name) && scale !== 1 ? Number(value) / scale : value;
    if (name === "operatorStats" && Array.isArray(value)) {
      shown[name] = value.map((entry) => presentKept(entry as Document, { scale, verbose }));
    }
  }
  if ("scaleFactor" in shown) shown["scaleFactor"] = BigInt(scale);
  return shown;
}
