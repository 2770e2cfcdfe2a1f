/** What a second Terraform process sees of a processor while a first one works on it (admin-api.md 10.4). */
import type { AdminClient } from "../../support/admin-client.ts";

/** A state that Terraform's waits do not know makes it give up: only these may ever be seen, and only in this order. */
const order = /^(CREATED )+(STARTED )+(STOPPED )+(STARTED )+(404 ?)+$/;

/** Creates, starts, stops, starts and deletes a processor while another caller reads it without a pause. Throws when a wrong state was seen. */
export async function watchStates(client: AdminClient): Promise<string> {
  const name = "watched";
  const workspace = { name, dataProcessRegion: { cloudProvider: "AWS", region: "VIRGINIA_USA" } };
  await client.expect(200, "POST", "/streams", workspace, "2023-02-01");
  const connection = { name: "sample_stream_solar", type: "Sample" };
  await client.expect(200, "POST", `/streams/${name}/connections`, connection, "2023-02-01");
  const pipeline = [{ $source: { connectionName: "sample_stream_solar" } }, { $emit: { connectionName: "__testLog" } }];
  await client.expect(200, "POST", `/streams/${name}/processor`, { name: "p", pipeline }, "2024-05-30");

  const path = `/streams/${name}/processor/p`;
  const seen: string[] = [];
  let working = true;
  const reader = (async () => {
    for (let last = false; !last; ) {
      last = !working;
      const { status, body } = await client.call("GET", path, undefined, "2024-05-30");
      seen.push(status === 200 ? body.state : String(status));
    }
  })();
  const until = async (state: string) => {
    while (seen.at(-1) !== state) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until("CREATED");
  await client.expect(200, "POST", `${path}:startWith`, {});
  await until("STARTED");
  await client.expect(200, "POST", `${path}:stop`, undefined, "2024-05-30");
  await until("STOPPED");
  await client.expect(200, "POST", `${path}:startWith`, {});
  await until("STARTED");
  await client.expect(204, "DELETE", path, undefined, "2024-05-30");
  working = false;
  await reader;
  await client.expect(202, "DELETE", `/streams/${name}`, undefined, "2023-02-01");
  if (!order.test(seen.join(" ")))
    throw new Error(`states: ${seen.filter((state, index) => state !== seen[index - 1]).join(", ")}`);
  return `${seen.length} reads`;
}
