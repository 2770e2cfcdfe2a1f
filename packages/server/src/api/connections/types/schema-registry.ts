import { ApiError } from "../../errors.ts";
import { at, type ConnectionKind, requireHttpUrl, requireText } from "./kind.ts";

/** SchemaRegistry: where schemas of Kafka messages are kept. */
export const schemaRegistry: ConnectionKind = {
  type: "SchemaRegistry",
  sealed: [{ path: ["schemaRegistryAuthentication", "password"] }],
  check(settings) {
    requireText(settings, "provider");
    const urls = settings["schemaRegistryUrls"];
    if (!Array.isArray(urls) || urls.length === 0) throw new ApiError("MISSING_ATTRIBUTE", ["schemaRegistryUrls"]);
    for (const url of urls) requireHttpUrl(String(url), "schemaRegistryUrls");
    if (at(settings, ["schemaRegistryAuthentication", "type"]) !== "USER_INFO") return;
    requireText(settings, "schemaRegistryAuthentication", "username");
    requireText(settings, "schemaRegistryAuthentication", "password");
  },
};
