/** The contract of the KafkaClient port, for its adapter on kafkajs, and the connector on it, against a real broker. */
import { check, finish, unavailable } from "../support/check.ts";
import { startBroker } from "./broker.ts";
import { checkConnector, checkConnectorOutage } from "./connector.ts";
import { checkCompression } from "./contract/compression.ts";
import { checkConsuming } from "./contract/consume.ts";
import { createContract } from "./contract/context.ts";
import { blockedReader, checkGroups } from "./contract/groups.ts";
import { checkOutages } from "./contract/outages.ts";
import { checkProducing } from "./contract/produce.ts";
import { checkConnecting } from "./contract/security.ts";
import { checkTransactions } from "./contract/transactions.ts";
import { missingToolchain } from "./install.ts";

const missing = missingToolchain();
if (missing !== undefined) unavailable(missing);

const broker = await startBroker();
const contract = createContract(broker);
try {
  const blocked = blockedReader(contract);
  blocked.catch(() => {}); // told by its check below
  await checkConsuming(contract);
  await checkProducing(contract);
  await checkCompression(contract);
  await checkTransactions(contract);
  await checkConnecting(contract);
  await checkGroups(contract);
  await checkConnector(broker);
  await check("a reader blocked for 90 s stays the member it was, and goes on", () => blocked, 150_000);
  await contract.close();
  await checkConnectorOutage(broker);
  // The last, since they leave the broker dead.
  const shortLived = createContract(broker);
  await checkOutages(shortLived);
  await shortLived.close();
} finally {
  await broker.stop();
}
finish();
