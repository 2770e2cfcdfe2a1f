import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { testFolder } from "../testing/folder.ts";
import { cli } from "../testing/terminal.ts";

const folder = testFolder();
const servers: Server[] = [];

/** A server that answers on the administrative socket of the test's data directory as the routes of the real one do. */
async function answering(answer: (call: string, response: ServerResponse, body: string) => void): Promise<string[]> {
  const calls: string[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const call = `${request.method} ${request.url}`;
    const body = await text(request);
    if (call === "GET /health") return response.end('{"status":"ok"}');
    calls.push(body === "" ? call : `${call} ${body}`);
    answer(call, response, body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(folder.at("admin.sock"), resolve));
  return calls;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const data = ["--data", folder.path];

const solar = {
  workspace: "demo",
  name: "solar",
  id: "1",
  state: "STARTED",
  status: "running",
  tier: "SP10",
  since: "2026-01-05T09:00:00.000Z",
};
const orders = {
  ...solar,
  workspace: "shop",
  name: "orders",
  state: "FAILED",
  status: "error",
  error: { code: 1, codeName: "InternalError", message: "the broker is gone", retryable: true },
};

function refuse(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status).end(JSON.stringify({ error }));
}

test("list prints a line a processor", async () => {
  await answering((_call, response) => response.end(JSON.stringify([solar, orders])));
  const { code, out } = await cli(["processors", "list", ...data]);
  expect(code).toBe(0);
  expect(out).toBe(
    [
      "NAME         STATE    STATUS   TIER  SINCE                     ERROR",
      "demo/solar   STARTED  running  SP10  2026-01-05T09:00:00.000Z  -",
      "shop/orders  FAILED   error    SP10  2026-01-05T09:00:00.000Z  the broker is gone",
      "",
    ].join("\n"),
  );
});

test("list takes a workspace or a processor, and --json gives what the server says", async () => {
  await answering((_call, response) => response.end(JSON.stringify([solar, orders])));
  const { out } = await cli(["processors", "list", "shop", "--json", ...data]);
  expect(JSON.parse(out)).toEqual([orders]);
  const unknown = await cli(["processors", "list", "shop/nothing", ...data]);
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("shop/nothing");
});

test("start and stop wait for the server and say what is now", async () => {
  const calls = await answering((_call, response) => response.end("{}"));
  const started = await cli(["processors", "start", "demo/solar", "--no-resume", "--tier", "SP10", ...data]);
  const stopped = await cli(["processors", "stop", "demo/so lar", "--json", ...data]);
  expect(calls).toEqual([
    'POST /processors/demo/solar/start {"resumeFromCheckpoint":false,"tier":"SP10"}',
    "POST /processors/demo/so%20lar/stop",
  ]);
  expect([started.code, started.out]).toEqual([0, "demo/solar is STARTED\n"]);
  expect([stopped.code, JSON.parse(stopped.out)]).toEqual([0, { name: "demo/so lar", state: "STOPPED" }]);
});

test.each([
  [404, "there is no workspace demo", 1],
  [400, "the processor runs already", 1],
  [500, "something broke", 2],
])("a refusal with %i is told in one line", async (status, message, code) => {
  await answering((_call, response) => refuse(response, status, message));
  expect(await cli(["processors", "start", "demo/solar", ...data])).toEqual({ code, out: "", err: `millrace: ${message}\n` });
});

test.each(["solar", "demo/", "/solar", "a/b/c"])("%j is no name of a processor", async (name) => {
  const { code, err } = await cli(["processors", "stop", name, ...data]);
  expect(code).toBe(1);
  expect(err).toContain("write WORKSPACE/NAME");
});

test.each([[["processors", "list"]], [["processors", "stats"]], [["tail", "demo/solar"]]])(
  "%j without a server: 2",
  async (args) => {
    const { code, out, err } = await cli(args, { env: { MILLRACE_DATA: folder.at("nowhere") } });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`no server runs on the data directory ${folder.at("nowhere")}`);
    expect(err.trimEnd()).not.toContain("\n");
  },
);

const statistics = {
  ns: "p.demo.solar",
  name: "solar",
  state: "STARTED",
  stats: {
    inputMessageCount: { $numberLong: "600" },
    outputMessageCount: { $numberLong: "110" },
    dlqMessageCount: { $numberLong: "3" },
    stateSize: { $numberInt: "5120" },
    watermark: { $date: { $numberLong: "1767604200000" } },
    operatorStats: [
      { name: "MatchOperator", inputMessageCount: { $numberLong: "600" }, outputMessageCount: { $numberLong: "597" } },
    ],
  },
};

function answerStatistics(call: string, response: ServerResponse): void {
  response.end(
    JSON.stringify(call === "GET /processors" ? [solar, orders] : call.includes("solar") ? statistics : { state: "FAILED" }),
  );
}

test("stats prints a line a processor; what never ran has no numbers", async () => {
  const calls = await answering(answerStatistics);
  const { code, out } = await cli(["processors", "stats", ...data]);
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "NAME         STATE     IN  OUT  DEAD LETTERS  STATE BYTES  WATERMARK",
    "demo/solar   STARTED  600  110             3         5120  2026-01-05T09:10:00.000Z",
    "shop/orders  FAILED     -    -             -            -  -",
    "",
  ]);
  expect(calls).toContain("GET /processors/demo/solar/stats?scale=1&verbose=false");
});

test("stats --operators adds the operators of a processor; sizes can be kilobytes", async () => {
  const calls = await answering(answerStatistics);
  const { out } = await cli(["processors", "stats", "demo/solar", "--operators", "--kilobytes", ...data]);
  expect(out).toContain("\ndemo/solar\nOPERATOR        IN  OUT\nMatchOperator  600  597\n");
  expect(calls).toContain("GET /processors/demo/solar/stats?scale=1024&verbose=true");
});

test("stats --json gives one object for a processor, an array for all", async () => {
  await answering(answerStatistics);
  const one = await cli(["processors", "stats", "demo/solar", "--json", ...data]);
  expect(JSON.parse(one.out)).toMatchObject({
    name: "solar",
    stats: { inputMessageCount: 600, watermark: { $date: "2026-01-05T09:10:00Z" } },
  });
  const all = await cli(["processors", "stats", "--json", ...data]);
  expect(JSON.parse(all.out)).toHaveLength(2);
});

function answerTail(response: ServerResponse, ...events: object[]): void {
  for (const event of events) response.write(`${JSON.stringify(event)}\n`);
}

test("tail prints results as lines of relaxed JSON and ends well when the server does", async () => {
  await answering((_call, response) => {
    answerTail(response, { state: "STARTED" }, { document: { n: { $numberInt: "1" }, w: { $numberDouble: "5.0" } } });
    answerTail(response, { state: "FAILED", error: "the broker is gone" });
    response.end();
  });
  const { code, out, err } = await cli(["tail", "demo/solar", ...data]);
  expect(code).toBe(0);
  expect(out).toBe('{"n":1,"w":5.0}\n');
  expect(err.split("\n")).toEqual([
    "millrace: demo/solar is FAILED: the broker is gone",
    "millrace: there are no more results: the server has ended, or the processor was dropped",
    "",
  ]);
});

test("tail ends well too when the server is killed", async () => {
  await answering((_call, response) => {
    answerTail(response, { state: "STARTED" }, { document: { a: "b" } });
    setTimeout(() => response.destroy(), 20);
  });
  const { code, out, err } = await cli(["tail", "demo/solar", ...data]);
  expect([code, out]).toEqual([0, '{"a":"b"}\n']);
  expect(err).toBe("millrace: the server ended\n");
});

test("tail --json makes no remarks", async () => {
  await answering((_call, response) => {
    answerTail(response, { state: "STOPPED" }, { document: {} });
    response.end();
  });
  expect(await cli(["tail", "demo/solar", "--json", ...data])).toEqual({ code: 0, out: "{}\n", err: "" });
});

test("tail of a processor that does not run says so and waits; Ctrl-C ends it with 130", async () => {
  let interrupt = (): void => {};
  await answering((_call, response) => {
    answerTail(response, { state: "STOPPED" }, { document: { last: true } });
    setTimeout(() => interrupt(), 30);
  });
  const onSignals = (send: () => void): void => {
    interrupt = send;
  };
  const { code, out, err } = await cli(["tail", "demo/solar", ...data], { onSignals });
  expect([code, out, err]).toEqual([130, '{"last":true}\n', "millrace: demo/solar is STOPPED\n"]);
});

test("tail of a processor that is not there: 1", async () => {
  await answering((_call, response) => refuse(response, 404, "workspace demo has no processor solar"));
  const { code, err } = await cli(["tail", "demo/solar", ...data]);
  expect([code, err]).toEqual([1, "millrace: workspace demo has no processor solar\n"]);
});
