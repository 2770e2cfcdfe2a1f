import { createHash } from "node:crypto";
import { type DefNode, type Document, writeDefinition } from "@millrace/mql";
import { ProcessorError } from "../errors.ts";
import { fieldOf, stageUses } from "../grammar/stage-uses.ts";
import { stages } from "../stages/registry.ts";

/** Options of a window that decide where its bounds lie. */
const BOUNDS = ["interval", "hopSize", "gap", "partitionBy", "offset", "boundary"];

/** Hashes of the parts of a pipeline that a checkpoint depends on; empty texts for what it does not have. */
interface Lineage {
  /** `$source`. */
  source: string;
  /** Kind and bounds of the window. */
  window: string;
  /** All stages up to the window, and its own: what its state was made by. */
  state: string;
}

/** For the checkpoint. */
export function lineageOf(pipeline: DefNode): Document {
  const uses = stageUses(pipeline);
  const source = uses.find(({ name }) => name === "$source");
  const windowAt = uses.findIndex(({ name }) => stages.get(name)?.role === "window");
  const window = uses[windowAt];
  const bounds = BOUNDS.map((name) => textOf(fieldOf(window?.spec, name)));
  const makers = uses.slice(0, windowAt + 1).filter(({ name }) => name !== "$source");
  return {
    source: source ? hash([textOf(source.node)]) : "",
    window: window ? hash([window.name, ...bounds]) : "",
    state: hash(makers.map(({ node }) => textOf(node))),
  };
}

/**
 * How a pipeline goes on from the checkpoint of an earlier version of it (engine.md 1.5): `restore` its state, or
 * `recompute` the open windows from the source because what made them has changed. Throws a `ProcessorError` if neither
 * can be.
 */
export function resumption(checkpointed: Document, current: Document): "restore" | "recompute" {
  const before = checkpointed as unknown as Lineage;
  const now = current as unknown as Lineage;
  if (before.source !== now.source) throw incompatible("The $source stage was");
  if (before.window === "") return "restore";
  if (before.window !== now.window) throw incompatible("The window, or where its bounds lie, was");
  return before.state === now.state ? "restore" : "recompute";
}

function incompatible(what: string): ProcessorError {
  const text = `${what} changed since the last checkpoint. Start with resumeFromCheckpoint: false to begin anew.`;
  return new ProcessorError(72, "user-fatal", text);
}

function textOf(node: DefNode | undefined): string {
  return node === undefined ? "" : writeDefinition(node);
}

function hash(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}
