import { ApiError, invalid } from "../../errors.ts";
import { isObject, mergeJson, parseJsonObject } from "../../json.ts";
import { at, type ConnectionKind, checkNetworking, requireText } from "./kind.ts";

const protocols = ["PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"];

/** One `host:port`; the host is a name, an IPv4 address or an IPv6 address in brackets. */
const server = /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/;

const publicNetwork = parseJsonObject('{"networking":{"access":{"type":"PUBLIC"}}}');

function isServer(text: string): boolean {
  const port = Number(server.exec(text)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** Kafka: brokers, how to log in, and client options. */
export const kafka: ConnectionKind = {
  type: "Kafka",
  sealed: ["password", "clientSecret", "sslKey", "sslKeyPassword"].map((field) => ({ path: ["authentication", field] })),
  check(settings, context) {
    const servers = requireText(settings, "bootstrapServers");
    if (!servers.split(",").every((text) => isServer(text.trim()))) throw invalid("Invalid bootstrapServers");
    const protocol = at(settings, ["security", "protocol"]);
    if (protocol !== undefined && !protocols.includes(protocol as string)) {
      throw new ApiError("INVALID_ENUM_VALUE", [String(protocol)]);
    }
    if (protocol !== "SSL" && protocol !== "PLAINTEXT" && !isObject(settings["authentication"])) {
      throw new ApiError("MISSING_ATTRIBUTE", ["authentication"]);
    }
    checkNetworking(settings, "networking", context);
  },
  complete: (settings) => mergeJson(publicNetwork, settings),
};
