import { type Document, MqlError, makeJsonEncoder } from "@millrace/mql";
import type { DeadLetter } from "./ports/index.ts";

const encode = makeJsonEncoder({ format: "relaxed" });

/**
 * A dead letter as one line of relaxed Extended JSON, without the line end: the fields of engine.md 7.1 in their order. A document that cannot be
 * written (nested too deeply, a lone surrogate) is left out, as 7.2 says of what is not insertable: one message must not stop a processor.
 */
export function deadLetterLine(letter: DeadLetter): string {
  const { processorName, instanceName, dlqTime, operatorName, errInfo, doc, _stream_meta } = letter;
  const name = instanceName === undefined ? { processorName } : { processorName, instanceName };
  const line = (content: Document) => encode({ ...name, dlqTime, operatorName, errInfo, doc: content, _stream_meta });
  try {
    return line(doc);
  } catch (thrown) {
    if (!(thrown instanceof MqlError)) throw thrown;
    return line({ truncated: true });
  }
}
