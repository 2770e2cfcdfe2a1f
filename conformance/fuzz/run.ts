/**
 * `npm run fuzz -- [--minutes N] [--seed S] [--json]`: tries definitions made at random until the time is over. Every one must end in
 * problems, in an error of a document, or in results, within the time limit; prototypes must stay, and no text may become code.
 *
 * Definitions are made from the seed alone: the same seed tries the same ones in the same order.
 */
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { loadEverything } from "@millrace/mql/testing";
import { Random } from "./random.ts";
import { anyDefinition, type Definition } from "./texts.ts";
import { type Outcome, tryDefinition } from "./try-definition.ts";

/** A definition that takes longer than this, in milliseconds, hangs. */
const longest = 10_000;

const usage = "Usage: npm run fuzz -- [--minutes N (1)] [--seed S (the time)] [--json]";

interface Failure {
  seed: number;
  number: number;
  kind: string;
  text: string;
  error: string;
}

function readOptions(): { minutes: number; seed: number; json: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: "string", default: "1" },
        seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
    if (!(minutes > 0) || !Number.isSafeInteger(seed))
      throw new Error("--minutes takes a number above 0, --seed a whole number.");
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    return { minutes, seed, json: values.json };
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

// As the product runs.
setFlagsFromString("--enable-experimental-regexp-engine-on-excessive-backtracks");

await loadEverything();

const { minutes, seed, json } = readOptions();
const say = (text: string) => (json ? process.stderr : process.stdout).write(`${text}\n`);
const random = new Random(seed);
const outcomes: Record<Outcome, number> = { "not JSON": 0, refused: 0, ran: 0, "failed on a document": 0 };
const failures: Failure[] = [];
const end = Date.now() + minutes * 60_000;
let tried = 0;
let nextReport = Date.now() + 10_000;

say(`seed ${seed}, ${minutes} minutes`);
while (Date.now() < end && failures.length < 20) {
  const definition = anyDefinition(random);
  const started = performance.now();
  try {
    outcomes[tryDefinition(definition)]++;
    const took = performance.now() - started;
    if (took > longest) throw new Error(`it took ${Math.round(took)} ms`);
  } catch (error) {
    fail(definition, error as Error);
  }
  tried++;
  if (Date.now() > nextReport) {
    say(`${tried} definitions, ${failures.length} failures`);
    nextReport = Date.now() + 10_000;
  }
}

function fail({ kind, text }: Definition, error: Error): void {
  const failure = { seed, number: tried, kind, text: text.slice(0, 2000), error: (error.stack ?? String(error)).slice(0, 1500) };
  failures.push(failure);
  say(`FAILED  ${kind} ${failure.text.slice(0, 300)}\n        ${failure.error}`);
}

const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).stdout?.trim() ?? "";
const report = { commit, seed, minutes, tried, outcomes, failures };
if (json) console.log(JSON.stringify(report, null, 2));
else {
  for (const [outcome, count] of Object.entries(outcomes)) say(`${outcome}: ${count}`);
  say(`${tried - failures.length} passed, ${failures.length} failed`);
}
process.exit(failures.length === 0 ? 0 : 1);
