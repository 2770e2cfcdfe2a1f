import { type ConnectionKind, checkNetworking } from "./kind.ts";

/** AWSKinesisDataStreams: streams that a role may use. */
export const kinesis: ConnectionKind = {
  type: "AWSKinesisDataStreams",
  sealed: [],
  check: (settings, context) => checkNetworking(settings, "networking", context),
};
