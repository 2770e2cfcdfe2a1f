import type { DeadLetter, DeadLetters } from "@millrace/engine";
import { type Document, encodeJson, MqlError } from "@millrace/mql";
import type { LineOutput } from "../line-output.ts";

/** Dead letters as lines of relaxed Extended JSON, with the fields of engine.md 7.1 and without `_id` (12.60). */
export class LineDeadLetters implements DeadLetters {
  readonly #output: LineOutput;

  constructor(output: LineOutput) {
    this.#output = output;
  }

  write(letter: DeadLetter): Promise<void> | undefined {
    return this.#output.write(`${lineOf(letter)}\n`);
  }

  flush(): Promise<void> {
    return this.#output.flush();
  }

  async close(): Promise<void> {}
}

/** A document that is nested too deeply for JSON is left out, as 7.2 says of what cannot be stored. */
function lineOf(letter: DeadLetter): string {
  try {
    return encodeJson({ ...letter });
  } catch (thrown) {
    if (!(thrown instanceof MqlError)) throw thrown;
    const doc: Document = { truncated: true };
    return encodeJson({ ...letter, doc });
  }
}
