import { encodeJson } from "@millrace/mql";
import { AdminError, type TailEvent } from "@millrace/server";
import { EXIT, type ExitCode, environmentFailure, reasonOf, systemCode } from "../errors.ts";
import { LineOutput } from "../line-output.ts";
import { note, type Session } from "../session.ts";
import { type AdminOptions, withServer } from "./connect.ts";
import { processorName } from "./processor-name.ts";

/**
 * Prints the latest results of a processor and then every new one, a line of relaxed JSON each, until the user interrupts
 * it, the reader of its output leaves, the processor is dropped or the server ends. A slow reader misses results.
 */
export async function tailProcessor(
  which: string,
  options: AdminOptions & { json?: boolean },
  session: Session,
): Promise<ExitCode> {
  const { workspace, name } = processorName(which);
  const leaving = new AbortController();
  let exitCode: ExitCode = EXIT.done;
  const unhandle = session.signals.handle(() => {
    exitCode = EXIT.interrupted;
    leaving.abort();
  });
  const output = new LineOutput(session.stdout, () => leaving.abort());
  const say = (message: string): void => {
    if (!options.json) note(session, message);
  };
  try {
    await withServer(options, session, async (client) => {
      const events = client.tail(workspace, name, leaving.signal);
      const why = await show(events, which, output, say);
      if (!leaving.signal.aborted) say(why);
    });
    await output.flush();
    if (output.failure !== undefined && systemCode(output.failure) !== "EPIPE")
      throw environmentFailure(`cannot write the results: ${reasonOf(output.failure)}`, output.failure);
    return exitCode;
  } finally {
    unhandle();
  }
}

/** Shows events until there are no more. Gives the reason. */
async function show(
  events: AsyncIterable<TailEvent>,
  which: string,
  output: LineOutput,
  say: (message: string) => void,
): Promise<string> {
  let begun = false;
  try {
    for await (const event of events) {
      if ("document" in event) {
        const room = output.write(`${encodeJson(event.document)}\n`);
        if (room !== undefined) await room;
      } else if (begun || event.state !== "STARTED") {
        say(`${which} is ${event.state}${event.error === undefined ? "" : `: ${event.error}`}`);
      }
      begun = true;
    }
  } catch (thrown) {
    if (!begun || !(thrown instanceof AdminError) || thrown.kind !== "no-server") throw thrown;
    return thrown.message;
  }
  return "there are no more results: the server has ended, or the processor was dropped";
}
