/** Reads `.http` scripts: exchanges of a client with the server, in order. README.md beside this file describes the format. */

/** A header line, in the order and spelling of the script. */
export type Header = readonly [name: string, value: string];

/** Repeats an exchange while its answer says that something is still under way. */
interface Poll {
  /** Statuses (as texts) and values of the answer's `state` that are tolerated; everything else has to be what is expected. */
  pending: readonly string[];
  everyMs: number;
  withinMs: number;
}

/** What has to come back. Values are templates. */
interface Expectation {
  status: number;
  /** Resolved version of the operation, or the error code. */
  label?: string;
  headers: readonly Header[];
  /** Not compared when undefined. */
  body?: string;
}

export interface Exchange {
  name: string;
  /** Line of the request, from 1. */
  line: number;
  method: string;
  /** Path and query; a template, as are the headers and the body. */
  target: string;
  headers: readonly Header[];
  body?: string;
  /** The body goes out in chunks and without the newline that Go's encoder writes. */
  chunked: boolean;
  /** Without credentials of the replay's own. */
  anonymous: boolean;
  /** The answer's body is a gzip, whose content is compared. */
  gunzip: boolean;
  poll?: Poll;
  expected: Expectation;
}

/** One process of the client: a command that somebody types. */
export interface Command {
  name: string;
  /** The exchanges do not wait for each other. */
  parallel: boolean;
  exchanges: Exchange[];
}

export interface Script {
  file: string;
  /** Variables that the script sets itself, by name. */
  variables: ReadonlyMap<string, string>;
  /** Names of variables that no answer may show. */
  secrets: readonly string[];
  commands: readonly Command[];
}

class ScriptError extends Error {
  override readonly name = "ScriptError";
}

const requestLine = /^(GET|POST|PATCH|PUT|DELETE) ((?:\/|\{\{)\S*)$/;
const answerLine = /^HTTP (\d{3})(?: (\S+))?$/;
const headerLine = /^([A-Za-z-]+): ?(.*)$/;

/** Lines with their numbers, handed out one after the other. */
class Lines {
  readonly file: string;
  readonly #lines: readonly string[];
  #next = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.#lines = text.split("\n");
  }

  /** Number of the line that comes next, from 1. */
  get number(): number {
    return this.#next + 1;
  }

  peek(): string | undefined {
    return this.#lines[this.#next];
  }

  take(): string {
    return this.#lines[this.#next++]!;
  }

  fail(what: string): never {
    throw new ScriptError(`${this.file}:${this.number}: ${what}`);
  }
}

/** Parses a script. Throws {@link ScriptError} with file and line. */
export function parseScript(file: string, text: string): Script {
  const lines = new Lines(file, text);
  const variables = new Map<string, string>();
  const secrets: string[] = [];
  const commands: Command[] = [];
  for (let line = lines.peek(); line !== undefined; line = lines.peek()) {
    if (line.trim() === "" || isComment(line)) lines.take();
    else if (line.startsWith("@set ") || line.startsWith("@secret ")) {
      const [, kind, name, value] = /^@(set|secret) ([A-Za-z]\w*) (.+)$/.exec(line) ?? lines.fail("expected '@set NAME VALUE'");
      variables.set(name!, value!);
      if (kind === "secret") secrets.push(name!);
      lines.take();
    } else if (line.startsWith("## ")) commands.push({ name: lines.take().slice(3).trim(), parallel: false, exchanges: [] });
    else if (line === "@parallel" && commands.at(-1)?.exchanges.length === 0) {
      commands.at(-1)!.parallel = true;
      lines.take();
    } else if (line.startsWith("### ")) {
      const command = commands.at(-1) ?? lines.fail("an exchange needs a command ('## …') above it");
      command.exchanges.push(readExchange(lines));
    } else lines.fail(`expected '## command', '### exchange' or '@set', found '${line}'`);
  }
  return { file, variables, secrets, commands };
}

function isComment(line: string): boolean {
  return line === "#" || line.startsWith("# ");
}

/** The next line that is neither empty nor a comment. */
function significant(lines: Lines, what: string): string {
  for (let line = lines.peek(); line !== undefined; line = lines.peek()) {
    if (line.trim() !== "" && !isComment(line)) return line;
    lines.take();
  }
  return lines.fail(`expected ${what}, found the end of the file`);
}

function readExchange(lines: Lines): Exchange {
  const name = lines.take().slice(4).trim();
  const raw = new Set<string>();
  const directives: { chunked: boolean; anonymous: boolean; gunzip: boolean; poll?: Poll } = {
    chunked: false,
    anonymous: false,
    gunzip: false,
  };
  let line = significant(lines, "a request");
  for (; line.startsWith("@"); line = significant(lines, "a request")) {
    const [directive, ...values] = line.slice(1).split(/\s+/);
    if (directive === "chunked") directives.chunked = true;
    else if (directive === "anonymous") directives.anonymous = true;
    else if (directive === "gunzip") directives.gunzip = true;
    else if (directive === "raw") for (const value of values) raw.add(value);
    else if (directive === "poll") directives.poll = readPoll(lines, values);
    else lines.fail(`unknown directive '${line}'`);
    lines.take();
  }
  const [, method, target] = requestLine.exec(line) ?? lines.fail(`expected 'METHOD /path', found '${line}'`);
  const number = lines.number;
  lines.take();
  const headers = readHeaders(lines);
  const body = readBody(lines, raw.has("request"));
  const [, status, label] = answerLine.exec(lines.peek() ?? "") ?? lines.fail("expected 'HTTP STATUS' after the request");
  lines.take();
  const expected: Expectation = {
    status: Number(status),
    label,
    headers: readHeaders(lines),
    body: readBody(lines, raw.has("answer")),
  };
  return { name, line: number, method: method!, target: target!, headers, body, ...directives, expected };
}

function readPoll(lines: Lines, values: readonly string[]): Poll {
  const given = Object.fromEntries(values.map((value) => value.split("=", 2)));
  const { pending, every = "100ms", within = "30s", ...others } = given;
  const [, everyMs] = /^(\d+)ms$/.exec(every) ?? [];
  const [, seconds] = /^(\d+)s$/.exec(within) ?? [];
  if (!pending || !everyMs || !seconds || Object.keys(others).length > 0) {
    lines.fail("expected '@poll pending=STATE,404 [every=100ms] [within=30s]'");
  }
  return { pending: pending.split(","), everyMs: Number(everyMs), withinMs: Number(seconds) * 1000 };
}

function readHeaders(lines: Lines): Header[] {
  const headers: Header[] = [];
  for (let line = lines.peek(); line !== undefined && line.trim() !== ""; line = lines.peek()) {
    const [, name, value] = headerLine.exec(line) ?? lines.fail(`expected 'Header: value' or an empty line, found '${line}'`);
    headers.push([name!, value!]);
    lines.take();
  }
  return headers;
}

/** The text up to the next answer, exchange or command. Layout lines are joined without their indentation, unless they are kept as they are. */
function readBody(lines: Lines, raw: boolean): string | undefined {
  const taken: string[] = [];
  for (let line = lines.peek(); line !== undefined; line = lines.peek()) {
    if (answerLine.test(line) || line.startsWith("## ") || line.startsWith("### ")) break;
    lines.take();
    if (raw || !isComment(line)) taken.push(line);
  }
  const text = raw ? taken.join("\n").replace(/^\n+|\s+$/g, "") : taken.map((line) => line.trim()).join("");
  return text === "" ? undefined : text;
}
