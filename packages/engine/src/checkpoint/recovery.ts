import { ProcessorError } from "../errors.ts";
import type { Checkpoint, Files, StateEntry } from "../ports/index.ts";
import { type CommitRecord, decodeCommit } from "./commit-record.ts";
import { Damage, NewerFormat } from "./damage.ts";
import { type FileName, parseNames } from "./names.ts";
import { Newest } from "./newest.ts";
import { readBlocks } from "./segment-reader.ts";

/** The version that this code writes; it reads all up to it. Goes into `Checkpoint.formatVersion`. */
export const checkpointFormatVersion = 1;

export interface Recovered {
  record: CommitRecord;
  checkpoint: Checkpoint;
  warnings: string[];
  /** Names of newer commits that are unsound. */
  skipped: string[];
}

/** The newest commit whose segments all verify. Reads only. Throws a `ProcessorError` if there are commits and none is sound, or one is of a newer version. */
export async function recover(files: Files): Promise<Recovered | undefined> {
  const found = parseNames(await files.list(""));
  const commits = found.filter((file) => file.kind === "commit").reverse();
  const reasons: string[] = [];
  for (const [index, commit] of commits.entries()) {
    try {
      const { record, entries } = await readCommit(files, commit);
      const { segments, ...rest } = record;
      const checkpoint = { ...rest, epoch: found[found.length - 1]!.epoch, state: { full: true, entries } };
      const warnings = reasons.map((reason) => `Skipped a damaged checkpoint: ${reason}. Resuming from ${commit.name}.`);
      return { record, checkpoint, warnings, skipped: commits.slice(0, index).map((skipped) => skipped.name) };
    } catch (thrown) {
      if (!(thrown instanceof Damage)) throw thrown;
      reasons.push(thrown.message);
    }
  }
  if (commits.length === 0) return undefined;
  throw new ProcessorError(
    125,
    "user-fatal",
    `No checkpoint can be used: ${reasons.join("; ")}. Nothing was changed. Restore the checkpoint directory from a backup, or start with resumeFromCheckpoint: false, which begins without state.`,
  );
}

/** The record and the whole state of one commit. Throws {@link Damage} with a message that names commit and file. */
async function readCommit(files: Files, commit: FileName): Promise<{ record: CommitRecord; entries: Iterable<StateEntry> }> {
  let reading = commit.name;
  try {
    const file = await files.read(commit.name);
    if (file === undefined) throw new Damage("is missing");
    const record = decodeCommit(file, checkpointFormatVersion);
    const blocks: Uint8Array[][] = [];
    for (const segment of record.segments) {
      reading = segment.name;
      blocks.push(await Array.fromAsync(readBlocks(files, segment, checkpointFormatVersion)));
    }
    return { record, entries: stateEntries(blocks) };
  } catch (thrown) {
    if (thrown instanceof NewerFormat) {
      throw new ProcessorError(
        125,
        "user-fatal",
        `The checkpoint ${commit.name} was written by a newer version: ${reading} ${thrown.message}, this version reads up to ${checkpointFormatVersion}. Nothing was changed. Start the newer version, or start with resumeFromCheckpoint: false, which begins without state.`,
      );
    }
    if (!(thrown instanceof Damage)) throw thrown;
    throw new Damage(
      reading === commit.name ? `${reading} ${thrown.message}` : `${commit.name} needs ${reading}, which ${thrown.message}`,
    );
  }
}

/** Decodes the blocks of the segments while it is gone through, once, and lets go of a segment behind it. */
function* stateEntries(segments: Uint8Array[][]): Generator<StateEntry> {
  const newest = new Newest();
  for (let blocks = segments.pop(); blocks !== undefined; blocks = segments.pop()) {
    for (const block of blocks) {
      const entries = segments.length > 0 ? newest.ofDelta(block) : newest.ofBase(block);
      for (const entry of entries) if (entry.value !== undefined) yield entry;
    }
  }
}
