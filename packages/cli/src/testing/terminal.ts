import { Readable, Writable } from "node:stream";
import type { ExitCode } from "../errors.ts";
import { main } from "../main.ts";

/** What a command line left behind. */
interface Outcome {
  code: ExitCode;
  out: string;
  err: string;
}

interface Given {
  stdin?: string | Readable;
  stdout?: Writable;
  /** Takes standard error in place of `Outcome.err`. */
  stderr?: Writable;
  env?: NodeJS.ProcessEnv;
  /** Gets a function that sends the first stop signal. */
  onSignals?(interrupt: () => void): void;
}

/** Runs a command line in this process, with streams in memory. */
export async function cli(args: readonly string[], given: Given = {}): Promise<Outcome> {
  const out = collector();
  const err = collector();
  const code = await main(args, {
    stdin: typeof given.stdin === "object" ? given.stdin : Readable.from([Buffer.from(given.stdin ?? "")], { objectMode: false }),
    stdout: given.stdout ?? out.stream,
    stderr: given.stderr ?? err.stream,
    env: given.env ?? {},
    signals: {
      handle(first) {
        given.onSignals?.(() => first("SIGINT"));
        return () => {};
      },
    },
  });
  return { code, out: out.text(), err: err.text() };
}

/** A stream that keeps what is written. */
export function collector(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString("utf8") };
}
