import { Readable } from "node:stream";
import { type Document, encodeJson } from "@millrace/mql";
import type { Supervisor } from "../supervisor/supervisor.ts";

/** A slow reader misses results beyond this, as every tap may. */
const MAX_WAITING = 1024 * 1024;

/**
 * Lines of canonical EJSON for somebody who watches a processor: `{"document": …}` for a result (the latest known ones first)
 * and `{"state": "STOPPED"}` when it changes. Ends when the processor is dropped, the server ends, or the reader leaves.
 */
export function tail(supervisor: Pick<Supervisor, "follow" | "state">, processorId: string): Readable {
  const stream = new Readable({
    read: () => {},
    destroy(_error, done) {
      leave();
      done(null);
    },
  });
  const push = (line: Document) => {
    if (stream.readableLength < MAX_WAITING) stream.push(`${encodeJson(line, { format: "canonical" })}\n`);
  };
  const show = (documents: readonly Document[]) => {
    for (const document of documents) push({ document });
  };
  let untap = () => {};
  push({ state: supervisor.state(processorId).name });
  const unfollow = supervisor.follow(processorId, {
    run(run) {
      untap();
      // The question for the latest leaves before the tap is opened, so nothing comes twice.
      run.latest().then(show, () => {});
      untap = run.tap(show);
    },
    state({ name, error }) {
      push({ state: name, ...(error && { error: error.message }) });
    },
    gone: () => stream.push(null),
  });
  const leave = () => {
    unfollow();
    untap();
  };
  return stream;
}
