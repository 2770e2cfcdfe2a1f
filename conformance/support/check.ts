/**
 * The runner of a suite against real peers: named checks, one after the other, a line each, and the sum as the last line.
 *
 *     await check("what a user would see", async () => { … });
 *     finish();
 *
 * `node suite.ts TEXT` runs only the checks whose name contains the text.
 */
let passed = 0;
let failed = 0;
const only = process.argv[2];

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? "" : `\ncaused by ${describe(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}${cause}`;
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** Runs one check. It passes when its promise resolves in time; a text that it gives is printed as a remark. */
export async function check(name: string, run: () => Promise<unknown>, timeoutMs = 60_000): Promise<void> {
  if (only !== undefined && !name.includes(only)) return;
  const started = Date.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${timeoutMs / 1000} s`)), timeoutMs);
  });
  try {
    const remark = await Promise.race([run(), late]);
    passed++;
    console.log(`  ok      ${name} (${seconds(started)})${typeof remark === "string" ? ` ${remark}` : ""}`);
  } catch (thrown) {
    failed++;
    console.log(`  FAILED  ${name} (${seconds(started)})\n${describe(thrown).replace(/^/gm, "          ")}`);
  } finally {
    clearTimeout(timer);
  }
}

/** Prints the sum and ends the process: a suite does not wait for sockets that a failed check left open. */
export function finish(): never {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

/** Ends a suite whose peers cannot be had: a failure where everything must run (`CI=true`), else a message. */
export function unavailable(reason: string): never {
  if (process.env.CI === "true") {
    console.log(`  FAILED  this suite cannot run here: ${reason}`);
    failed++;
  } else {
    console.log(`  skipped: ${reason}`);
  }
  finish();
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits until the condition holds; the error says what was waited for. */
export async function until(what: string, condition: () => unknown, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
    await sleep(25);
  }
}
