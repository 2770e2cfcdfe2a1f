import { expect, test } from "vitest";
import { CommandFailure, EXIT } from "./errors.ts";
import { describeFailure } from "./main.ts";
import { cli } from "./testing/terminal.ts";

test("--help names every command and ends with 0", async () => {
  const { code, out, err } = await cli(["--help"]);
  expect(code).toBe(0);
  for (const name of ["serve", "run", "processors", "tail", "config"]) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(out).toContain("Exit codes: 0 done");
  expect(err).toBe("");
});

test("without a command the help goes to standard error, with 1", async () => {
  const { code, out, err } = await cli([]);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).toContain("Usage: millrace");
});

test.each([
  [["run", "--help"], "millrace run pipeline.json < events.ndjson"],
  [["help", "tail"], "millrace tail demo/solar"],
  [["processors", "--help"], "millrace processors stop demo/solar"],
  [["config", "--help"], "millrace config --config millrace.yaml --port 9000 --json"],
  [["serve", "--help"], "--ready-file <file>"],
])("%j shows examples", async (args, example) => {
  const { code, out } = await cli(args);
  expect(code).toBe(0);
  expect(out).toContain(example);
});

test("every option of serve that the issue names is in its help", async () => {
  const { out } = await cli(["serve", "--help"]);
  const named =
    "--host --port --wire-port --cluster-port --data --config --public-url --shutdown-timeout --memory --no-demo --ready-file --dead-letters";
  for (const option of named.split(" ")) expect(out).toContain(`${option} `);
});

test("--version prints the version alone", async () => {
  const { code, out } = await cli(["--version"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [["rnu"], "unknown command 'rnu'", "run"],
  [["run", "p.json", "--inptu", "x"], "unknown option '--inptu'", "--input"],
  [["processors", "lsit"], "unknown command 'lsit'", "list"],
  [["serve", "--prot", "1"], "unknown option '--prot'", "--port"],
])("%j suggests what was meant, with 1", async (args, problem, meant) => {
  const { code, out, err } = await cli(args);
  expect(code).toBe(1);
  expect(out).toBe("");
  expect(err).toContain(`millrace: ${problem}\n(Did you mean ${meant}?)`);
});

test.each([
  [["run"], "missing required argument 'pipeline'"],
  [["run", "a", "b"], "too many arguments"],
  [["tail"], "missing required argument 'workspace/name'"],
  [["run", "p.json", "--input"], "option '-i, --input <file>' argument missing"],
  [["run", "p.json", "--output", "xml"], "Allowed choices are relaxed, canonical, basic"],
])("%j says what is wrong, with 1", async (args, problem) => {
  const { code, err } = await cli(args);
  expect(code).toBe(1);
  expect(err).toContain(problem);
});

test("an expected failure is one line; --verbose adds where it came from", () => {
  const failure = new CommandFailure(EXIT.environment, "cannot read x");
  expect(describeFailure(failure, [], {})).toBe("millrace: cannot read x\n");
  expect(describeFailure(failure, ["--verbose"], {})).toMatch(/^millrace: cannot read x\nError: cannot read x\n +at /);
});

test("an unexpected error is one line that says how to get the details", () => {
  const error = new TypeError("boom\nsecond line");
  expect(describeFailure(error, ["run"], {})).toBe("millrace: unexpected error: boom (run again with --verbose for details)\n");
  expect(describeFailure(error, [], { MILLRACE_DEBUG: "1" })).toMatch(/^millrace: unexpected error: boom\nTypeError: boom\n/);
  expect(describeFailure("just text", [], {})).toContain("unexpected error: just text");
});
