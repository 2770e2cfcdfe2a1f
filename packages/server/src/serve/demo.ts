import { insertConnection } from "../api/connections/repository.ts";
import { emptyObject } from "../api/json.ts";
import { insertProcessor, setDesiredState } from "../api/processors/repository.ts";
import { insertWorkspace } from "../api/workspaces/repository.ts";
import type { Secrets } from "../secrets/secrets.ts";
import type { Database } from "../store/schema.ts";

export const DEMO_WORKSPACE = "demo";
export const DEMO_PROCESSOR = "solar";

const region = { cloudProvider: "AWS", region: "VIRGINIA_USA" };
const connection = "sample_stream_solar";

/** Every ten seconds: how much each group of devices produced. */
const pipeline = [
  { $source: { connectionName: connection, timeField: { $dateFromString: { dateString: "$timestamp" } } } },
  { $match: { event_type: 0 } },
  {
    $tumblingWindow: {
      interval: { size: 10, unit: "second" },
      // The wall clock drives this stream: nothing comes late enough to wait for.
      allowedLateness: { size: 1, unit: "second" },
      pipeline: [
        {
          $group: {
            _id: "$group_id",
            readings: { $count: {} },
            avgWatts: { $avg: "$obs.watts" },
            maxWatts: { $max: "$obs.watts" },
          },
        },
        { $sort: { _id: 1 } },
      ],
    },
  },
  { $addFields: { window: { $meta: "stream.window" } } },
  { $emit: { connectionName: "__testLog" } },
];

/** Makes workspace, connection and processor of the demo, the processor wanted to run. */
export async function makeDemo(db: Database, secrets: Secrets, projectId: string): Promise<void> {
  const workspace = await insertWorkspace(db, projectId, { name: DEMO_WORKSPACE, tier: "SP5", ...region });
  await insertConnection(db, secrets, workspace.id, {
    name: connection,
    type: "Sample",
    region: region.region,
    settings: emptyObject(),
    secrets: emptyObject(),
  });
  const processor = await insertProcessor(db, workspace.id, { name: DEMO_PROCESSOR, pipeline: JSON.stringify(pipeline) });
  await setDesiredState(db, processor.id, "started");
}
