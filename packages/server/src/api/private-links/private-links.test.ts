import { afterAll, beforeAll, expect, test } from "vitest";
import { type Got, Harness, V2023, workspace } from "../testing/harness.ts";

// admin-api.md 9.6, 10.5, 12

let now = Date.parse("2026-11-01T00:00:00Z");
let api: Harness;
beforeAll(async () => {
  api = await Harness.open({ now: () => now });
  await api.ask("POST", "", { body: workspace("w") });
});
afterAll(() => api.close());

const create = (body: object) => api.ask("POST", "/privateLinkConnections", { body });
const path = (id: string) => `/privateLinkConnections/${id}`;
const outcome = ({ status, json }: Got) => [status, json.errorCode, ...(json.parameters ?? [])];
const settle = () => {
  now += 60_000;
};

const azure = {
  dnsDomain: "test-namespace.servicebus.windows.net",
  provider: "Azure",
  region: "US_EAST_2",
  serviceEndpointId: "/subscriptions/fd01adff",
};

test("the recorded exchange: POST echoes, GET completes, and the state goes from IDLE to DONE", async () => {
  const { _id, links, ...echo } = (await create({ ...azure, dnsSubDomain: [] })).json;
  expect(_id).toMatch(/^[a-f0-9]{24}$/);
  expect(links[0].href).toMatch(new RegExp(`/streams/privateLinkConnections/${_id}$`));
  expect(echo).toEqual({ ...azure, dnsSubDomain: [] });
  const shown = async () => {
    const { links: _, ...rest } = (await api.ask("GET", path(_id), { headers: { accept: V2023 } })).json;
    return rest;
  };
  const complete = { ...azure, dnsSubDomain: [], _id, provider: "AZURE", vendor: "GENERIC" };
  expect(await shown()).toEqual({ ...complete, state: "IDLE" });
  settle();
  expect(await shown()).toEqual({ ...complete, state: "DONE" });
  const list = (await api.ask("GET", "/privateLinkConnections")).json;
  expect([list.totalCount, list.results]).toEqual([1, [{ ...complete, state: "DONE" }]]);
  expect(outcome(await create(azure))).toEqual([400, "STREAM_PRIVATE_LINK_ALREADY_EXISTS", _id]);

  const deleted = await api.ask("DELETE", path(_id));
  expect([deleted.status, deleted.text]).toEqual([202, "{}"]);
  expect(outcome(await api.ask("GET", path(_id)))).toEqual([404, "STREAM_PRIVATE_LINK_NOT_FOUND", _id]);
  expect((await api.ask("DELETE", path(_id))).status).toBe(404);
});

test("PATCH sets the DNS domain once; later only while the link is IDLE", async () => {
  const { _id } = (await create({ provider: "AWS", vendor: "CONFLUENT", region: "us-east-1", dnsDomain: "" })).json;
  settle();
  const patch = (dnsDomain: string) => api.ask("PATCH", path(_id), { body: { dnsDomain } });
  expect((await patch("a.aws.confluent.cloud")).json).toMatchObject({ dnsDomain: "a.aws.confluent.cloud", state: "IDLE" });
  expect((await patch("b.aws.confluent.cloud")).json.dnsDomain).toBe("b.aws.confluent.cloud");
  settle();
  expect((await api.ask("GET", path(_id))).json.state).toBe("DONE");
  expect(outcome(await patch("c.aws.confluent.cloud"))).toEqual([409, "STREAM_PRIVATE_LINK_IS_DEPLOYING", _id, "DONE"]);
  const early = await api.ask("PATCH", path(_id), { body: {}, headers: { accept: V2023 } });
  expect(early.json.errorCode).toBe("INVALID_VERSION_DATE");
});

test("a link that a connection uses stays", async () => {
  const { _id } = (await create({ provider: "AWS", vendor: "S3", region: "us-east-1", serviceEndpointId: "com.amazonaws.s3" }))
    .json;
  const networking = { access: { type: "PRIVATE_LINK", connectionId: _id } };
  await api.ask("POST", "/w/connections", {
    body: { name: "s3", type: "S3", aws: { roleArn: "arn:aws:iam::1:role/x" }, networking },
  });
  expect(outcome(await api.ask("DELETE", path(_id)))).toEqual([400, "STREAM_PRIVATE_LINK_IN_USE", _id]);
  await api.ask("DELETE", "/w/connections/s3");
  expect((await api.ask("DELETE", path(_id))).status).toBe(202);
});

const uri = "projects/p/regions/r/serviceAttachments/a";

test.each([
  ["no provider", {}, [400, "MISSING_ATTRIBUTE", "provider"]],
  ["an unknown provider", { provider: "OCI" }, [400, "INVALID_PROVIDER", "OCI"]],
  ["a vendor of another provider", { provider: "gcp", vendor: "MSK" }, [400, "INVALID_ENUM_VALUE", "MSK"]],
  ["a vendor with a name of the language", { provider: "AWS", vendor: "__proto__" }, [400, "INVALID_ENUM_VALUE", "__proto__"]],
  ["MSK without arn", { provider: "AWS", vendor: "MSK" }, [400, "MISSING_ATTRIBUTE", "arn"]],
  ["S3 without region", { provider: "AWS", vendor: "S3", region: "" }, [400, "MISSING_ATTRIBUTE", "region"]],
  ["Event Hubs without domain", { provider: "AZURE", vendor: "EVENTHUB" }, [400, "MISSING_ATTRIBUTE", "dnsDomain"]],
  ["an unknown field", { provider: "AWS", color: "red" }, [400, "INVALID_ATTRIBUTE", "color"]],
  [
    "an arn that is none of Kafka",
    { provider: "AWS", vendor: "MSK", arn: "arn:aws:s3:::b" },
    [400, "VALIDATION_ERROR", "arn must match ^arn:aws:kafka"],
  ],
  [
    "MSK with a region",
    { provider: "AWS", vendor: "MSK", arn: "arn:aws:kafka:us-east-1:1:cluster/c", region: "us-east-1" },
    [400, "VALIDATION_ERROR", "region follows from the arn and must not be given for MSK"],
  ],
  [
    "two targets",
    { provider: "GCP", vendor: "CONFLUENT", region: "r", serviceEndpointId: "x", gcpServiceAttachmentUris: [uri] },
    [400, "VALIDATION_ERROR", "give either serviceEndpointId or gcpServiceAttachmentUris"],
  ],
  [
    "four attachments",
    { provider: "GCP", gcpServiceAttachmentUris: ["a", "b", "c", "d"] },
    [400, "VALIDATION_ERROR", "gcpServiceAttachmentUris must have at most 3 elements"],
  ],
])("%s is refused", async (_, body, expected) => {
  expect(outcome(await create(body))).toEqual(expected);
});
