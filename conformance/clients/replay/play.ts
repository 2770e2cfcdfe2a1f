/** Replays a command of a script: sends its requests in order, waits where it says so, and compares every answer. */
import { gunzipSync } from "node:zlib";
import { sleep } from "../../support/check.ts";
import type { Command, Exchange, Header, Script } from "./script.ts";
import { expand, match, type Variables } from "./template.ts";

/** A request as it is to go out. */
export interface Outgoing {
  method: string;
  /** Path and query. */
  target: string;
  headers: readonly Header[];
  body?: string;
  chunked: boolean;
  anonymous: boolean;
}

/** An answer as it came. Names of headers are in lower case; a header that came twice has two values. */
export interface Incoming {
  status: number;
  headers: ReadonlyMap<string, readonly string[]>;
  body: Buffer;
}

/** Sends one request with the credentials of the replay. */
export type Send = (request: Outgoing) => Promise<Incoming>;

/** The variables of a replay: those of the script over those of the server under test. */
export function variablesOf(script: Script, given: Readonly<Record<string, string>>): Variables {
  const variables: Variables = new Map(Object.entries(given));
  for (const [name, value] of script.variables) variables.set(name, expand(value, variables));
  return variables;
}

/** Terraform works on so many resources at a time. */
const WALKERS = 10;

/** Replays one command. Throws at the first answer that is not the expected one, telling what was expected and what came. */
export async function play(script: Script, command: Command, variables: Variables, send: Send): Promise<void> {
  const waiting = [...command.exchanges];
  const walk = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await playExchange(script, next, variables, send);
  };
  await Promise.all(Array.from({ length: command.parallel ? WALKERS : 1 }, walk));
}

async function playExchange(script: Script, exchange: Exchange, variables: Variables, send: Send): Promise<void> {
  const request: Outgoing = {
    method: exchange.method,
    target: expand(exchange.target, variables),
    headers: exchange.headers.map(([name, value]) => [name, expand(value, variables)]),
    body: exchange.body === undefined ? undefined : expand(exchange.body, variables),
    chunked: exchange.chunked,
    anonymous: exchange.anonymous,
  };
  const came = await settled(exchange, request, send);
  const answer = exchange.gunzip && came.status < 400 ? { ...came, body: gunzipSync(came.body) } : came;
  const secrets = script.secrets.map((name) => variables.get(name)!);
  const problem = problemOf(exchange, answer, variables) ?? leak(answer, secrets);
  if (problem === undefined) return;
  const place = `${script.file}:${exchange.line}: ${exchange.name}: ${exchange.method} ${request.target}`;
  throw new Error(`${place}\n${problem}\ncame:\n${shown(answer)}`);
}

/** The first answer that does not say "still under way". */
async function settled(exchange: Exchange, request: Outgoing, send: Send): Promise<Incoming> {
  const { poll } = exchange;
  if (poll === undefined) return send(request);
  const deadline = Date.now() + poll.withinMs;
  for (;;) {
    const answer = await send(request);
    const isPending = poll.pending.includes(String(answer.status)) || poll.pending.includes(stateOf(answer) ?? "");
    if (!isPending || Date.now() > deadline) return answer;
    await sleep(poll.everyMs);
  }
}

function stateOf(answer: Incoming): string | undefined {
  return parsed(answer).state;
}

/** The answer's object; an empty one if it has none. */
function parsed(answer: Incoming): { state?: string; error?: number; errorCode?: string } {
  try {
    return JSON.parse(answer.body.toString());
  } catch {
    return {};
  }
}

function shown({ status, headers, body }: Incoming): string {
  const lines = [...headers].flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));
  return [`HTTP ${status}`, ...lines, "", body.toString()].join("\n").replace(/^/gm, "  ");
}

/** What is wrong with an answer; undefined if nothing is. */
function problemOf({ expected }: Exchange, answer: Incoming, variables: Variables): string | undefined {
  if (answer.status !== expected.status) return `expected status ${expected.status}${expected.label ? ` ${expected.label}` : ""}`;
  for (const [name, value] of [...impliedHeaders(expected.status, expected.label), ...expected.headers]) {
    const problem = headerProblem(name, value, answer, variables);
    if (problem !== undefined) return problem;
  }
  const text = answer.body.toString();
  if (expected.status === 204 && text !== "") return "expected no body";
  if (expected.status >= 400 && expected.label !== undefined) {
    const { errorCode, error } = parsed(answer);
    if (errorCode !== expected.label || error !== expected.status) return `expected the error ${expected.label} in the body`;
  }
  if (expected.body === undefined) return undefined;
  const difference = match(expected.body, text, variables);
  if (difference === undefined) return undefined;
  const { at } = difference;
  return `expected body:\n  ${difference.expected}\nthe body differs at character ${at}: …${text.slice(Math.max(0, at - 30), at)}»${text.slice(at, at + 50)}`;
}

/** Headers that follow from status and label (admin-api.md 4.2). An empty value means that the header must not be there. */
function impliedHeaders(status: number, label: string | undefined): Header[] {
  // The gzip of log downloads is their content; nothing else is ever compressed.
  const implied: Header[] = [["Content-Encoding", ""]];
  if (status >= 400) implied.push(["Content-Type", "application/json"]);
  if (label === undefined) return implied;
  implied.push(status < 400 ? ["Content-Type", `application/vnd.atlas.${label}+json;charset=utf-8`] : ["X-Error-Code", label]);
  return implied;
}

function headerProblem(name: string, value: string, answer: Incoming, variables: Variables): string | undefined {
  const came = answer.headers.get(name.toLowerCase()) ?? [];
  if (value === "") return came.length === 0 ? undefined : `expected no header ${name}`;
  if (came.length !== 1) return `expected one header ${name}: ${value}`;
  const difference = match(value, came[0]!, variables);
  return difference && `expected header ${name}: ${difference.expected}`;
}

function leak(answer: Incoming, secrets: readonly string[]): string | undefined {
  const all = shown(answer);
  return secrets.some((secret) => all.includes(secret)) ? "an answer shows a secret" : undefined;
}
