import { finished } from "node:stream/promises";
import { type ConnectorContext, createProcessor, type Processor, type ProcessorError } from "@millrace/engine";
import { encodeJson } from "@millrace/mql";
import { CommandFailure, EXIT, type ExitCode, environmentFailure, reasonOf, systemCode } from "../errors.ts";
import { LineOutput } from "../line-output.ts";
import { note, type Session } from "../session.ts";
import { openDeadLetterFile } from "./dead-letter-file.ts";
import { sinkOf, sourceOf } from "./ends.ts";
import { LineDeadLetters } from "./line-dead-letters.ts";
import { clock, evalContext, noCheckpoints } from "./local-ports.ts";
import type { RunOptions } from "./options.ts";
import { type PreparedRun, prepareRun } from "./prepare.ts";

/** After an interrupt, so long may a slow reader take what was written for it. */
const LAST_WRITES_MS = 1_000;

/** Nothing is kept between runs, so a checkpoint is of no use. */
const CHECKPOINT_INTERVAL_MS = 24 * 60 * 60_000;

/** Runs a pipeline in this process until its input ends (engine.md 12.59). What is wrong is thrown as a `CommandFailure`. */
export async function runPipeline(options: RunOptions, session: Session): Promise<ExitCode> {
  const prepared = await prepareRun(options, session);
  const file = options.dlq === undefined ? undefined : await openDeadLetterFile(options.dlq, [options.pipeline, options.input]);
  let processor: Processor | undefined;
  const end = (): void => void processor?.stop({ checkpoint: false }).catch(() => {});
  const results = new LineOutput(session.stdout, end);
  const letters = new LineOutput(file ?? session.stderr, end);
  let interrupted = false;
  const unhandle = session.signals.handle(() => {
    interrupted = true;
    setTimeout(() => results.abandon(), LAST_WRITES_MS).unref();
    end();
  });
  try {
    processor = await build(prepared, options, { results, letters }, session);
    const failure = interrupted ? undefined : await failureOf(processor);
    await results.flush();
    await letters.flush();
    if (options.stats) session.stderr.write(`${encodeJson(processor.stats({ verbose: true }))}\n`);
    mustHaveWritten(letters, options.dlq === undefined ? "standard error" : options.dlq);
    if (results.failure !== undefined && systemCode(results.failure) !== "EPIPE") mustHaveWritten(results, "standard output");
    if (interrupted) return EXIT.interrupted;
    if (failure !== undefined && results.failure === undefined) throw asCommandFailure(failure);
    return EXIT.done;
  } finally {
    unhandle();
    if (file !== undefined) await finished(file.end()).catch(() => {});
  }
}

async function build(
  { file, plan, connections, ownDocuments }: PreparedRun,
  options: RunOptions,
  { results, letters }: { results: LineOutput; letters: LineOutput },
  session: Session,
): Promise<Processor> {
  const { name, pipeline, streamMetaFieldName } = file;
  const log: ConnectorContext["log"] = (level, message) => {
    if (level === "warn" || level === "error") note(session, message);
  };
  const context: ConnectorContext = { processorId: name, processorName: name, ephemeral: true, clock, log };
  const settings = { flushAtEnd: options.flush, checkpointIntervalMs: CHECKPOINT_INTERVAL_MS };
  return createProcessor(
    { id: name, name, pipeline, plan, streamMetaFieldName, hasDlq: true, settings },
    {
      source: await sourceOf(plan, ownDocuments ? plan.source.options : { path: options.input }, context),
      sink: await sinkOf(plan, connections, results, options.output, context),
      checkpoints: noCheckpoints,
      deadLetters: new LineDeadLetters(letters),
      clock,
      context: evalContext,
      log,
    },
  );
}

/** Runs a processor to its end; gives the reason if that was a failure. */
async function failureOf(processor: Processor): Promise<ProcessorError | undefined> {
  await processor.start({ resume: false }).catch(() => {});
  const end = await processor.done;
  return end.reason === "failed" ? end.error : undefined;
}

function mustHaveWritten(output: LineOutput, target: string): void {
  if (output.failure !== undefined)
    throw environmentFailure(`cannot write to ${target}: ${reasonOf(output.failure)}`, output.failure);
}

/** Codes of errors that the author of the pipeline can mend (engine.md 1.7, 9); the others come from what surrounds the run. */
const pipelineCodes: ReadonlySet<number> = new Set([9, 72, 420]);

function asCommandFailure(error: ProcessorError): CommandFailure {
  return new CommandFailure(pipelineCodes.has(error.code) ? EXIT.input : EXIT.environment, error.message, { cause: error });
}
