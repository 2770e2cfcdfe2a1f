import { awsLambda } from "./aws-lambda.ts";
import { azureBlobStorage } from "./azure-blob-storage.ts";
import { cluster } from "./cluster.ts";
import { gcpPubSub } from "./gcp-pub-sub.ts";
import { https } from "./https.ts";
import { kafka } from "./kafka.ts";
import type { ConnectionKind } from "./kind.ts";
import { kinesis } from "./kinesis.ts";
import { s3 } from "./s3.ts";
import { sample } from "./sample.ts";
import { schemaRegistry } from "./schema-registry.ts";

const kinds: readonly ConnectionKind[] = [
  awsLambda,
  azureBlobStorage,
  cluster,
  gcpPubSub,
  https,
  kafka,
  kinesis,
  s3,
  sample,
  schemaRegistry,
];

const byType: ReadonlyMap<string, ConnectionKind> = new Map(kinds.map((kind) => [kind.type, kind]));

/** What is particular to a type. The schema lets only known types through. */
export function kindOf(type: string): ConnectionKind {
  const kind = byType.get(type);
  if (!kind) throw new Error(`no connection type ${type}`);
  return kind;
}
