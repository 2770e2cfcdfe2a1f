import { Option } from "commander";
import type { RegisterCommand } from "../command.ts";
import type { RunOptions } from "../run/options.ts";

const examples = `
PIPELINE is a file with an array of stages or a processor definition, in JSON or Extended JSON. The input replaces its
$source (timeField and tsFieldName stay; a 'documents' source without --input is used as it is), standard output replaces
its sink. At the end of the input the open windows are closed, in order of their start.

Examples:
  millrace run pipeline.json < events.ndjson
  millrace run pipeline.json --input events.ndjson --dlq rejected.ndjson > results.ndjson
  tail -f app.log | millrace run alerts.json --output basic
  millrace run pipeline.json --input events.ndjson --keep-sink --connections connections.yaml`;

/** `millrace run`: a pipeline over a file or standard input, without a server (issue "First run" 5; engine.md 12.59 to 12.63). */
export const run: RegisterCommand = (program, session) => {
  program
    .command("run")
    .summary("run a pipeline over a file, without a server")
    .description(
      "Runs a pipeline over documents from a file or standard input, one a line, and writes the results to standard output.",
    )
    .argument("<pipeline>", "file with an array of stages or a processor definition")
    .option("-i, --input <file>", "read documents from this file instead of standard input")
    .addOption(
      new Option("-o, --output <format>", "how results are written")
        .choices(["relaxed", "canonical", "basic"])
        .default("relaxed"),
    )
    .option("--no-flush", "leave windows open at the end of the input instead of closing them")
    .option("--keep-sink", "write to the sink of the pipeline instead of standard output")
    .option("--connections <file>", "connections for --keep-sink: a JSON or YAML array as the Admin API takes them")
    .option("--dlq <file>", "write dead letters to this file instead of standard error")
    .option("--stats", "print statistics to standard error at the end")
    .addHelpText("after", examples)
    .action(async (pipeline: string, options: Omit<RunOptions, "pipeline">) => {
      const { runPipeline } = await import("../run/run-pipeline.ts");
      session.exitCode = await runPipeline({ pipeline, ...options }, session);
    });
};
