import { validateHeaderName, validateHeaderValue } from "node:http";
import { invalid } from "../../errors.ts";
import { isObject } from "../../json.ts";
import { type ConnectionKind, requireHttpUrl, requireText } from "./kind.ts";

/** Https: a web service. Its headers often hold credentials: shown, since clients compare them, but sealed at rest (admin-api.md 13.21). */
export const https: ConnectionKind = {
  type: "Https",
  sealed: [{ path: ["headers"], shown: true }],
  check(settings) {
    requireHttpUrl(requireText(settings, "url"), "url");
    const { headers } = settings;
    for (const [name, value] of Object.entries(isObject(headers) ? headers : {})) {
      try {
        validateHeaderName(name);
        validateHeaderValue(name, String(value));
      } catch {
        throw invalid("Invalid headers");
      }
    }
  },
};
