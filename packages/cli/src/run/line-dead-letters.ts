import { type DeadLetter, type DeadLetters, deadLetterLine } from "@millrace/engine";
import type { LineOutput } from "../line-output.ts";

/** Dead letters as lines of relaxed Extended JSON, with the fields of engine.md 7.1 and without `_id` (12.60). */
export class LineDeadLetters implements DeadLetters {
  readonly #output: LineOutput;

  constructor(output: LineOutput) {
    this.#output = output;
  }

  write(letter: DeadLetter): Promise<void> | undefined {
    return this.#output.write(`${deadLetterLine(letter)}\n`);
  }

  flush(): Promise<void> {
    return this.#output.flush();
  }

  async close(): Promise<void> {}
}
