import { afterAll, beforeAll, expect, test } from "vitest";
import { type Got, Harness } from "./testing/harness.ts";

// VPC peering and account details: admin-api.md 5, 9.7, 10.5, 10.7, 13.18

let api: Harness;
beforeAll(async () => {
  api = await Harness.open();
});
afterAll(() => api.close());

const outcome = ({ status, json }: Got) => [status, json.errorCode, ...(json.parameters ?? [])];
const id = "0123456789abcdef01234567";

test("there are no VPC peerings to list", async () => {
  for (const path of ["/vpcPeeringConnections?requesterAccountId=123456789012", "/activeVpcPeeringConnections"]) {
    const { json } = await api.ask("GET", path);
    expect([json.results, json.totalCount]).toEqual([[], 0]);
  }
  const missing = [400, "MISSING_QUERY_PARAMETER", "requesterAccountId"];
  expect(outcome(await api.ask("GET", "/vpcPeeringConnections"))).toEqual(missing);
});

test("nor to accept, reject or delete", async () => {
  const challenge = { requesterAccountId: "123456789012", requesterVpcId: "vpc-1" };
  const answers = [
    await api.ask("POST", `/vpcPeeringConnections/${id}:accept`, { body: challenge }),
    await api.ask("POST", `/vpcPeeringConnections/${id}:reject`),
    await api.ask("DELETE", `/vpcPeeringConnections/${id}`),
  ];
  for (const answer of answers) expect(outcome(answer)).toEqual([404, "STREAM_VPC_PEERING_CONNECTION_NOT_FOUND", id]);
  const unread = await api.ask("POST", `/vpcPeeringConnections/${id}:accept`, { body: { requesterVpc: "vpc-1" } });
  expect(outcome(unread)).toEqual([400, "INVALID_ATTRIBUTE", "requesterVpc"]);
});

const details = (query: string) => api.ask("GET", `/accountDetails${query}`);

test.each([
  ["aws", "US_EAST_1", { awsAccountId: /^\d{12}$/, vpcId: /^vpc-[0-9a-f]{17}$/ }],
  ["AWS", "VIRGINIA_USA", { awsAccountId: /^\d{12}$/, vpcId: /^vpc-[0-9a-f]{17}$/ }],
  ["azure", "eastus2", { azureSubscriptionId: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, virtualNetworkName: /^vnet_/ }],
  ["Gcp", "US_CENTRAL1", { gcpProjectId: /^p-[0-9a-f]{20}$/, vpcNetworkName: /^nt-/ }],
])("the account in %s is well-formed, stable and has no fields of other clouds", async (cloud, region, expected) => {
  const { links: _, ...shown } = (await details(`?cloudProvider=${cloud}&regionName=${region}`)).json;
  expect(shown).toEqual({
    cidrBlock: "10.0.0.0/16",
    cloudProvider: cloud.toLowerCase(),
    ...Object.fromEntries(Object.entries(expected).map(([name, pattern]) => [name, expect.stringMatching(pattern)])),
  });
  expect((await details(`?cloudProvider=${cloud}&regionName=${region}`)).json).toMatchObject(shown);
});

test("account details need a provider and a region", async () => {
  expect(outcome(await details(""))).toEqual([400, "MISSING_QUERY_PARAMETER", "cloudProvider"]);
  expect(outcome(await details("?cloudProvider=aws"))).toEqual([400, "MISSING_QUERY_PARAMETER", "regionName"]);
  expect(outcome(await details("?cloudProvider=oci&regionName=x"))).toEqual([400, "INVALID_QUERY_PARAMETER", "cloudProvider"]);
  expect(outcome(await details("?cloudProvider=aws&regionName=a%2Fb"))).toEqual([400, "INVALID_QUERY_PARAMETER", "regionName"]);
});
