import { createWriteStream, statSync, type WriteStream } from "node:fs";
import { environmentFailure, inputFailure, reasonOf } from "../errors.ts";

/**
 * Opens the file of `--dlq`, which begins empty. Throws a `CommandFailure` if it cannot be written, or if it is one of
 * `inputs`: those are about to be read.
 */
export async function openDeadLetterFile(path: string, inputs: readonly (string | undefined)[]): Promise<WriteStream> {
  for (const input of inputs)
    if (input !== undefined && isSameFile(path, input))
      throw inputFailure(`--dlq ${path} would overwrite ${input}, which this run reads`);
  const stream = createWriteStream(path);
  try {
    await new Promise<void>((resolve, reject) => stream.once("open", () => resolve()).once("error", reject));
  } catch (thrown) {
    throw environmentFailure(`cannot write dead letters to ${path}: ${reasonOf(thrown)}`, thrown);
  }
  return stream;
}

function isSameFile(a: string, b: string): boolean {
  const first = statSync(a, { throwIfNoEntry: false });
  const second = statSync(b, { throwIfNoEntry: false });
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}
