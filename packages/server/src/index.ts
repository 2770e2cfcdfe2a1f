export { type FirstStart, bootstrap } from "./auth/bootstrap.ts";
export { openSecrets } from "./secrets/master-key.ts";
export { SecretsError, type Secrets } from "./secrets/secrets.ts";
export { StoreError } from "./store/errors.ts";
export { openStore, type Store } from "./store/store.ts";
