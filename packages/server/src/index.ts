export {
  type AdminClient,
  AdminError,
  connectAdmin,
  type Health,
  type ListedProcessor,
  type StartRequest,
  type TailEvent,
} from "./admin-socket/index.ts";
export { type ApiDeps, buildApi } from "./api/build.ts";
export {
  type Config,
  ConfigError,
  type ConfigSources,
  describeConfig,
  type EffectiveSetting,
  type LoadedConfig,
  loadConfig,
  type Setting,
  settings,
} from "./config/index.ts";
export { type RunningServer, type ServeSurroundings, serve } from "./serve/serve.ts";
export { ServeError } from "./serve-error.ts";
